package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.Grouping;
import dev.plumbline.analysis.canary.Grouping.Group;
import dev.plumbline.analysis.canary.Grouping.Rule;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.PointInterval;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequentialJudgeTest {
    private static final long MINUTE = 60_000;

    private static Criterion errors(String name, String margin, NoData noData) {
        return new Criterion(name, null, null, Margin.parse(margin, Margin.Direction.INCREASE).orElseThrow(), 200, Exposure.REQUESTS, noData, true);
    }

    private static Policy policy(Criterion... criteria) {
        return new Policy(List.of(criteria), 0, 2 * MINUTE, 60 * MINUTE);
    }

    private static Policy policy(Grouping grouping, Criterion... criteria) {
        return new Policy(List.of(criteria), 0, 2 * MINUTE, 60 * MINUTE, grouping);
    }

    /** Minutes of 200 requests an arm with so many errors each, after an hour of a steady baseline. */
    private static Evidence evidence(String name, int minutes, double canary, double baseline) {
        return evidence(name, intervals(minutes, canary, baseline, Double.NaN));
    }

    private static List<EventInterval> intervals(int minutes, double canary, double baseline, double weight) {
        var all = new ArrayList<EventInterval>();
        for (int m = 1; m <= minutes; m++) {
            all.add(new EventInterval(m * MINUTE, 200, canary, 200, baseline, weight));
        }
        return all;
    }

    private static Evidence evidence(String name, List<EventInterval> since) {
        var before = new ArrayList<EventInterval>();
        for (int m = -59; m <= 0; m++) {
            before.add(new EventInterval(m * MINUTE, 0, 0, 200, 2 + (m % 3), Double.NaN));
        }
        double requests = since.stream().mapToDouble(EventInterval::requests).sum();
        double mine = since.stream().mapToDouble(EventInterval::events).sum() / requests;
        double theirs = since.stream().mapToDouble(EventInterval::baselineEvents).sum() / requests;
        return new Evidence(name, new Reading.Number(mine), (long) requests, "s", List.of(),
                new BaselineEvidence(new Reading.Number(theirs), (long) requests, "b"), new Trail.Events(before, since));
    }

    private static Evidence missing(String name) {
        return new Evidence(name, new Reading.Missing("no requests"), 0, "", List.of());
    }

    private static Judgement judge(Policy policy, int minute, Evidence... evidence) {
        return new SequentialJudge(SequentialPlan.of(0.05)).judge(policy, new Progress(0, minute * MINUTE), List.of(evidence));
    }

    @Test
    void stopsAMuchWorseCanaryAtOnce() {
        Judgement j = judge(policy(errors("error_rate", "0%", NoData.HOLD)), 2, evidence("error_rate", 2, 12, 2));
        assertThat(j.verdict()).isEqualTo(new Verdict.NoGo(
                "error_rate 6 % vs 1 %, proven beyond margin 0 % (error probability at most 0.050); 400 requests"));
        assertThat(j.score()).isZero();
    }

    @Test
    void letsAGoodOneGoEarlyAndSaysHowFarItIsBeforeThat() {
        Policy p = policy(errors("error_rate", "1pp", NoData.HOLD));
        assertThat(judge(p, 4, evidence("error_rate", 4, 2, 2)).verdict().reason())
                .startsWith("error_rate 1 % vs 1 %, not known yet against margin 1 pp, needs about 1,").endsWith(" more requests; 800 requests");
        assertThat(judge(p, 20, evidence("error_rate", 20, 2, 2)).verdict())
                .isEqualTo(new Verdict.Go("error_rate 1 % vs 1 %, within margin 1 pp; 4,000 requests"));
    }

    @Test
    void judgesRelativeMarginsToo() {
        Policy p = policy(errors("error_rate", "100%", NoData.HOLD));
        assertThat(judge(p, 50, evidence("error_rate", 50, 2, 2)).verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(judge(p, 10, evidence("error_rate", 10, 12, 2)).verdict()).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void isInconclusiveWhenTheTimeIsOver() {
        Verdict v = judge(policy(errors("error_rate", "0%", NoData.HOLD)), 60, evidence("error_rate", 60, 2, 2)).verdict();
        assertThat(v).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(v.reason()).startsWith("no answer within 60 min: error_rate 1 % vs 1 %, not known yet against margin 0 %");
    }

    @Test
    void waitsForTheMinimumOfBothArmsForFreshDataAndForTheWindow() {
        Criterion c = errors("error_rate", "1pp", NoData.HOLD);
        var few = new Evidence("error_rate", new Reading.Number(0.5), 100, "s", List.of(), null, new Trail.Events(List.of(), intervals(1, 100, 0, Double.NaN)));
        assertThat(judge(policy(c), 1, few).verdict()).isEqualTo(
                new Verdict.Pending("error_rate has 100 requests of at least 200 requests; 100 requests"));
        Evidence good = evidence("error_rate", 20, 2, 2);
        assertThat(judge(policy(c), 26, good).verdict()).isEqualTo(new Verdict.Pending(
                "error_rate was last measured 360 s ago, at most " + SequentialPlan.STALE_MILLIS / 1000 + " s are allowed; 4,000 requests"));
        assertThat(judge(policy(c), 26, evidence("error_rate", 20, 20, 2)).verdict()).as("what is proven stays so").isInstanceOf(Verdict.NoGo.class);
        var late = new Policy(List.of(c), 0, 30 * MINUTE, 60 * MINUTE);
        assertThat(judge(late, 20, good).verdict().reason()).startsWith("measuring for another 10 min; so far error_rate");
        var warming = new Policy(List.of(c), 30 * MINUTE, 0, 60 * MINUTE);
        assertThat(judge(warming, 20, good).verdict().reason()).startsWith("warming up");
    }

    @Test
    void doesNotCompareArmsThatWereNotSplitAsOrdered() {
        Policy p = policy(errors("error_rate", "1pp", NoData.HOLD));
        Verdict v = judge(p, 20, evidence("error_rate", intervals(20, 2, 2, 0.05))).verdict();
        assertThat(v).isInstanceOf(Verdict.Pending.class);
        assertThat(v.reason()).startsWith("error_rate is not compared: the canary has 50.0 % of the requests where its weight says 5.00 %");
        assertThat(judge(p, 20, evidence("error_rate", intervals(20, 2, 2, 0.5))).verdict()).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void noDataIsAChoiceOfTheMetric() {
        Evidence good = evidence("a", 20, 2, 2);
        Criterion a = errors("a", "1pp", NoData.HOLD);
        assertThat(judge(policy(a, errors("b", "1pp", NoData.HOLD)), 20, good, missing("b")).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(judge(policy(a, errors("b", "1pp", NoData.FAIL)), 20, good, missing("b")).verdict()).isInstanceOf(Verdict.NoGo.class);
        Verdict ignored = judge(policy(a, errors("b", "1pp", NoData.IGNORE)), 20, good, missing("b")).verdict();
        assertThat(ignored).isInstanceOf(Verdict.Go.class);
        assertThat(ignored.reason()).contains("b has no data (no requests), ignored");
        assertThat(judge(policy(errors("b", "1pp", NoData.IGNORE)), 60, missing("b")).verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(judge(policy(a), 20).verdict()).as("not looked up").isInstanceOf(Verdict.Pending.class);
    }

    @Test
    void mutedMetricsAreShownAndDoNotCount() {
        Policy p = policy(new Grouping(Set.of("b"), List.of()), errors("a", "1pp", NoData.HOLD), errors("b", "1pp", NoData.HOLD));
        Judgement j = judge(p, 20, evidence("a", 20, 2, 2), evidence("b", 20, 20, 2));
        assertThat(j.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(j.results().get(1).outcome()).isEqualTo(Outcome.IGNORED);
        assertThat(j.results().get(1).reason()).contains("proven beyond margin 1 pp").endsWith(", muted");
    }

    @Test
    void aGroupOfWhichOneMustBeGoodFailsOnlyAsAWhole() {
        Criterion a = errors("a", "1pp", NoData.HOLD);
        Criterion b = errors("b", "1pp", NoData.HOLD);
        Policy any = policy(new Grouping(Set.of(), List.of(new Group(Rule.ANY, List.of("a", "b")))), a, b);
        Policy all = policy(new Grouping(Set.of(), List.of(new Group(Rule.ALL, List.of("a", "b")))), a, b);
        Evidence good = evidence("a", 25, 2, 2);
        Evidence bad = evidence("b", 25, 20, 2);
        assertThat(judge(any, 25, good, bad).verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(judge(all, 25, good, bad).verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(judge(any, 25, evidence("a", 25, 20, 2), bad).verdict()).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void splitsTheErrorProbability() {
        Criterion[] three = {errors("a", "1pp", NoData.HOLD), errors("b", "1pp", NoData.HOLD), errors("c", "1pp", NoData.HOLD)};
        var any = new Family(SequentialPlan.of(0.06), policy(new Grouping(Set.of("c"), List.of(new Group(Rule.ANY, List.of("a", "b")))), three));
        assertThat(any.levels("a").fail()).isEqualTo(0.06);
        assertThat(any.levels("a").pass()).isEqualTo(0.03);
        var single = new Family(SequentialPlan.of(0.06), policy(three));
        assertThat(single.levels("b").fail()).isEqualTo(0.02);
        assertThat(single.levels("b").pass()).isEqualTo(0.06);
    }

    @Test
    void theOrderOfMetricsAndEvidenceDoesNotMatter() {
        Criterion a = errors("a", "1pp", NoData.HOLD);
        Criterion b = errors("b", "50%", NoData.IGNORE);
        for (int errors = 1; errors < 12; errors++) {
            Evidence one = evidence("a", 15, 2, 2);
            Evidence two = evidence("b", 15, errors, 2);
            Judgement forth = judge(policy(a, b), 15, one, two);
            Judgement back = judge(policy(b, a), 15, two, one);
            assertThat(back.verdict().word()).as("%d errors", errors).isEqualTo(forth.verdict().word());
            assertThat(judge(policy(a, b), 15, one, two)).isEqualTo(forth);
        }
    }

    @Test
    void judgesGaugesAndFixedLimits() {
        Quantity limit = Quantity.parse("64MiB").orElseThrow();
        var memory = new Criterion("memory", limit, null, Margin.parse("20%", Margin.Direction.INCREASE).orElseThrow(), 10, Exposure.POINTS, NoData.HOLD, false);
        assertThat(judge(policy(memory), 30, gauge(30, 40, 40)).verdict()).isEqualTo(
                new Verdict.Go("memory 40 MiB vs 40 MiB, within <= 64 MiB and margin 20 %; 30 points"));
        assertThat(judge(policy(memory), 30, gauge(30, 60, 40)).verdict().reason()).contains("proven beyond margin 20 %");
        assertThat(judge(policy(memory), 30, gauge(30, 80, 80)).verdict().reason()).contains("proven beyond <= 64 MiB");
    }

    private static Evidence gauge(int points, double canary, double baseline) {
        return gauge("memory", points, canary, baseline);
    }

    private static Evidence gauge(String name, int points, double canary, double baseline) {
        double mib = 1 << 20;
        var all = new ArrayList<PointInterval>();
        for (int m = 1; m <= points; m++) {
            all.add(new PointInterval(m * MINUTE, mib * (canary + m % 2), mib * (baseline + m % 3)));
        }
        return new Evidence(name, new Reading.Number(mib * canary), points, "s", List.of(),
                new BaselineEvidence(new Reading.Number(mib * baseline), points, "b"), new Trail.Points(all));
    }

    @Test
    void judgesWithoutATrailByTheValueAndSaysSo() {
        var c = new Criterion("x", Quantity.parse("5%").orElseThrow(), null, null, 200, Exposure.REQUESTS, NoData.HOLD, false);
        assertThat(judge(policy(c), 20, new Evidence("x", new Reading.Number(0.01), 500, "s", List.of())).verdict())
                .isEqualTo(new Verdict.Go("x 1 % <= 5 % (by its value, without error control); 500 requests"));
    }

    @Test
    void refusesPlansThatCannotBe() {
        assertThatThrownBy(() -> SequentialPlan.of(0.5)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> new Group(Rule.ANY, List.of())).hasMessageContaining("at least one metric");
        assertThatThrownBy(() -> new Grouping(Set.of(), List.of(new Group(Rule.ANY, List.of("a")), new Group(Rule.ALL, List.of("a")))))
                .hasMessageContaining("in two groups");
        assertThatThrownBy(() -> policy(new Grouping(Set.of("z"), List.of()), errors("a", "1pp", NoData.HOLD))).hasMessageContaining("no metric z");
        assertThatThrownBy(() -> new SequentialPlan(0.05, 0)).hasMessageContaining("stale_after");
    }

    @Test
    void oneThatIsAskedAgainSaysWhatOneThatReadsAllWould() {
        Quantity limit = Quantity.parse("5%").orElseThrow();
        var c = new Criterion("a", limit, null, Margin.parse("50%", Margin.Direction.EITHER).orElseThrow(), 200, Exposure.REQUESTS, NoData.HOLD, true);
        Policy p = policy(c);
        var again = new SequentialJudge(SequentialPlan.of(0.05));
        for (int minute = 1; minute <= 60; minute++) {
            double errors = minute == 40 ? 7 : 2; // at 40 the past is told anew
            Evidence e = evidence("a", minute, errors, 2);
            assertThat(again.judge(p, new Progress(0, minute * MINUTE), List.of(e))).as("minute %d", minute).isEqualTo(judge(p, minute, e));
        }
        Policy other = new Policy(List.of(c), MINUTE, 0, 30 * MINUTE);
        Evidence e = evidence("a", 20, 2, 2);
        assertThat(again.judge(other, new Progress(0, 20 * MINUTE), List.of(e))).isEqualTo(judge(other, 20, e));
        assertThat(again.judge(policy(c), new Progress(0, 30 * MINUTE), List.of(gauge("a", 30, 0.01, 0.01))))
                .isEqualTo(judge(policy(c), 30, gauge("a", 30, 0.01, 0.01)));
    }
}
