package dev.plumbline.analysis.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThresholdJudgeTest {
    private static final long START = 1_000_000;
    private static final Criterion ERRORS = errors(NoData.HOLD, true);
    private static final Criterion LATENCY = new Criterion("latency_p99", quantity("1000ms"), null, null, 200, Exposure.REQUESTS, NoData.HOLD, false);
    private final Judge judge = new ThresholdJudge();

    private static Quantity quantity(String text) {
        return Quantity.parse(text).orElseThrow();
    }

    private static Criterion errors(NoData noData, boolean critical) {
        return new Criterion("error_rate", quantity("5%"), null, null, 200, Exposure.REQUESTS, noData, critical);
    }

    private static Policy policy(Criterion... criteria) {
        return new Policy(List.of(criteria), 10_000, 30_000, 300_000);
    }

    private static Evidence evidence(String metric, Reading reading, long amount) {
        return new Evidence(metric, reading, amount, "http_requests_total", List.of());
    }

    private static Evidence number(String metric, double value, long amount) {
        return evidence(metric, new Reading.Number(value), amount);
    }

    private Judgement at(long seconds, Policy policy, Evidence... evidence) {
        return judge.judge(policy, new Progress(START, START + seconds * 1000), List.of(evidence));
    }

    @Test
    void goesOnEnoughGoodEvidence() {
        Judgement j = at(60, policy(ERRORS, LATENCY), number("error_rate", 0.002, 5210), number("latency_p99", 0.4123, 5211));
        assertThat(j.verdict()).isEqualTo(new Verdict.Go("error_rate 0.2 % <= 5 %, latency_p99 412 ms <= 1000 ms; 5,210 requests"));
        assertThat(j.score()).isEqualTo(100);
        assertThat(j.window().lengthMillis()).isEqualTo(50_000);
    }

    @Test
    void doesNotGoBeforeTheMinimumWindow() {
        Judgement j = at(39, policy(ERRORS), number("error_rate", 0, 9_000));
        assertThat(j.verdict()).isEqualTo(new Verdict.Pending("measuring for another 1 s; so far error_rate 0 % <= 5 %; 9,000 requests"));
        assertThat(at(40, policy(ERRORS), number("error_rate", 0, 9_000)).verdict()).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void warmsUpFirst() {
        assertThat(at(0, policy(ERRORS)).verdict())
                .isEqualTo(new Verdict.Pending("warming up, 10 s left; nothing is measured yet"));
        assertThat(at(-500, policy(ERRORS)).verdict().reason()).contains("10 s left");
    }

    @Test
    void stopsABadCanaryBeforeTheMinimumWindowButNotBeforeTheMinimumOfEvidence() {
        assertThat(at(15, policy(ERRORS), number("error_rate", 0.12, 199)).verdict())
                .isEqualTo(new Verdict.Pending("error_rate 12 % > 5 % so far, on 199 requests of at least 200 requests; 199 requests"));
        Judgement j = at(15, policy(LATENCY, ERRORS), number("error_rate", 0.12, 200), number("latency_p99", 1.8, 200));
        assertThat(j.verdict()).isEqualTo(new Verdict.NoGo("error_rate 12 % > 5 %, latency_p99 1800 ms > 1000 ms; 200 requests"));
        assertThat(j.score()).isZero();
    }

    @Test
    void scoresTheShareThatPassesUnlessACriticalOneFails() {
        var uncritical = errors(NoData.HOLD, false);
        Judgement j = at(60, policy(uncritical, LATENCY), number("error_rate", 0.12, 300), number("latency_p99", 0.2, 300));
        assertThat(j.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(j.score()).isEqualTo(50);
    }

    @Test
    void countsAValueAtTheLimitAsGoodAndShowsOneBarelyAboveIt() {
        assertThat(at(60, policy(ERRORS), number("error_rate", 0.05, 200)).verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(at(60, policy(ERRORS), number("error_rate", 0.0500001, 200)).verdict().reason()).startsWith("error_rate 5.00001 % > 5 %");
    }

    @Test
    void holdsWithoutDataUntilTheTimeIsOver() {
        var nothing = evidence("error_rate", new Reading.Missing("no requests"), 0);
        assertThat(at(299, policy(ERRORS), nothing).verdict()).isEqualTo(new Verdict.Pending("error_rate has no data (no requests); 0 requests"));
        assertThat(at(300, policy(ERRORS), nothing).verdict())
                .isEqualTo(new Verdict.Inconclusive("no answer within 5 min: error_rate has no data (no requests); 0 requests"));
    }

    @Test
    void failsWithoutDataWhereThePolicySaysSoOnceTheWindowIsOver() {
        var nothing = evidence("error_rate", new Reading.Missing("no requests"), 0);
        assertThat(at(39, policy(errors(NoData.FAIL, false)), nothing).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(at(40, policy(errors(NoData.FAIL, false)), nothing).verdict())
                .isEqualTo(new Verdict.NoGo("error_rate has no data (no requests), which this policy counts as failed; 0 requests"));
    }

    @Test
    void goesOnByTheOthersWhereThePolicyIgnoresAndSaysSo() {
        var nothing = evidence("error_rate", new Reading.Missing("no requests"), 0);
        Judgement j = at(60, policy(errors(NoData.IGNORE, false), LATENCY), nothing, number("latency_p99", 0.1, 250));
        assertThat(j.verdict()).isEqualTo(new Verdict.Go(
                "error_rate has no data (no requests), ignored as this policy says, latency_p99 100 ms <= 1000 ms; 250 requests"));
    }

    @Test
    void neverGoesWhenEverythingIsIgnored() {
        var nothing = evidence("error_rate", new Reading.Missing("no requests"), 0);
        Policy policy = policy(errors(NoData.IGNORE, false));
        assertThat(at(60, policy, nothing).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(at(300, policy, nothing).verdict().reason()).contains("no metric counts");
        assertThat(at(300, policy, nothing).verdict()).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void neverFailsNorIgnoresForOurOwnFailure() {
        var broken = evidence("error_rate", new Reading.Unreadable("query timed out"), 0);
        for (NoData choice : NoData.values()) {
            Judgement j = at(60, policy(errors(choice, true), LATENCY), broken, number("latency_p99", 0.1, 250));
            assertThat(j.verdict()).as(choice.name())
                    .isEqualTo(new Verdict.Pending("error_rate could not be looked up: query timed out; 0 requests"));
        }
    }

    @Test
    void treatsWhatIsNotFiniteAsNoData() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(at(60, policy(ERRORS), number("error_rate", value, 900)).verdict()).isInstanceOf(Verdict.Pending.class);
        }
    }

    @Test
    void doesNotPassAPercentileBeyondTheBuckets() {
        var beyond = evidence("latency_p99", new Reading.AtLeast(0.5), 900);
        assertThat(at(60, policy(LATENCY), beyond).verdict().reason()).startsWith("latency_p99 is at least 500 ms, where the histogram's buckets end");
        assertThat(at(60, policy(LATENCY), beyond).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(at(60, policy(LATENCY), evidence("latency_p99", new Reading.AtLeast(2), 900)).verdict()).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void judgesBothSides() {
        var traffic = new Criterion("traffic", quantity("100req/s"), quantity("10req/s"), null, 1, Exposure.POINTS, NoData.HOLD, false);
        assertThat(at(60, policy(traffic), number("traffic", 5, 3)).verdict()).isEqualTo(new Verdict.NoGo("traffic 5 req/s < 10 req/s; 3 points"));
        assertThat(at(60, policy(traffic), number("traffic", 50, 1)).verdict()).isEqualTo(new Verdict.Go("traffic 50 req/s <= 100 req/s; 1 point"));
        assertThat(at(60, policy(traffic), number("traffic", 101, 3)).verdict()).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void waitsForWhatWasNotLookedUpAndRefusesTwoPiecesForOne() {
        assertThat(at(60, policy(ERRORS)).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThatThrownBy(() -> at(60, policy(ERRORS), number("error_rate", 0, 1), number("error_rate", 0, 2)))
                .hasMessageContaining("two pieces of evidence for metric error_rate");
    }

    @Test
    void refusesPoliciesThatCannotBeJudged() {
        assertThatThrownBy(() -> policy()).hasMessageContaining("at least one metric");
        assertThatThrownBy(() -> policy(ERRORS, ERRORS)).hasMessageContaining("two metrics are called error_rate");
        assertThatThrownBy(() -> new Policy(List.of(ERRORS), 10, 20, 30)).hasMessageContaining("at_most 30 ms must be more");
    }

    @Test
    void aMetricWithoutALimitIsNeverDecided() {
        var free = new Criterion("x", null, null, null, 1, Exposure.POINTS, NoData.HOLD, false);
        assertThat(at(300, policy(free), number("x", 1, 500)).verdict())
                .isEqualTo(new Verdict.Inconclusive("no answer within 5 min: x 1 has no limit to be held to; 500 points"));
    }

    @Test
    void mutedMetricsAndGroupsCountAsThePolicySays() {
        var groups = new Grouping(Set.of(), List.of(new Grouping.Group(Grouping.Rule.ANY, List.of("error_rate", "latency_p99"))));
        var any = new Policy(List.of(ERRORS, LATENCY), 10_000, 30_000, 300_000, groups);
        var muted = new Policy(List.of(ERRORS, LATENCY), 10_000, 30_000, 300_000, new Grouping(Set.of("error_rate"), List.of()));
        Evidence bad = number("error_rate", 0.2, 500);
        Judgement one = at(60, any, bad, number("latency_p99", 0.4, 500));
        assertThat(one.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(at(60, any, bad, number("latency_p99", 1.4, 500)).verdict()).isEqualTo(
                new Verdict.NoGo("error_rate 20 % > 5 %, latency_p99 1400 ms > 1000 ms; 500 requests"));
        assertThat(at(60, any, bad, evidence("latency_p99", new Reading.Missing("no requests"), 0)).verdict()).isInstanceOf(Verdict.Pending.class);
        Judgement shown = at(60, muted, bad, number("latency_p99", 0.4, 500));
        assertThat(shown.verdict()).isEqualTo(new Verdict.Go("error_rate 20 % > 5 %, muted, latency_p99 400 ms <= 1000 ms; 500 requests"));
        assertThat(shown.score()).isEqualTo(100);
        assertThat(at(300, new Policy(List.of(ERRORS), 10_000, 30_000, 300_000, new Grouping(Set.of("error_rate"), List.of())), bad).verdict().reason())
                .contains("no metric counts");
    }

    @Test
    void ofGroupsSomeMayBeEnough() {
        var groups = List.of("a", "b", "c").stream().map(n -> new Grouping.Group(Grouping.Rule.ALL, List.of(n))).toList();
        List<Criterion> criteria = List.of("a", "b", "c").stream().map(ERRORS::named).toList();
        var two = new Policy(criteria, 10_000, 30_000, 300_000, new Grouping(Set.of(), groups, 2));
        Evidence good = number("a", 0.01, 500);
        assertThat(at(60, two, good, number("b", 0.01, 500), number("c", 0.2, 500)).verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(at(60, two, good, number("b", 0.2, 500), number("c", 0.2, 500)).verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(at(60, two, good, number("b", 0.2, 500), number("c", 0.01, 5)).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThatThrownBy(() -> new Policy(criteria, 0, 0, 1, new Grouping(Set.of(), groups, 4))).hasMessageContaining("4 groups must be good");
    }
}
