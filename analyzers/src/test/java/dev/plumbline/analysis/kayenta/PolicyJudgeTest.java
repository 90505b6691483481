package dev.plumbline.analysis.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.Grouping;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.SampledSeries;
import dev.plumbline.analysis.canary.Trail;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class PolicyJudgeTest {
    private static final long START = 1_000_000_000L;
    private static final long STEP = 60_000;
    private static final long HOUR = 60 * STEP;
    private final Random random = new Random(7);

    private static CanaryConfig config(String... metrics) {
        return new CanaryConfig("web", List.of(metrics).stream().map(m -> new CanaryMetric(m, List.of(m), CanaryMetric.Rules.USUAL)).toList(), Map.of());
    }

    private static Policy policy(CanaryConfig config, String... muted) {
        return new Policy(config.metrics().stream().map(m -> new Criterion(m.name(), null, null, null, 1, Exposure.POINTS, NoData.HOLD, false)).toList(), 0, 0,
                HOUR, new Grouping(Set.of(muted), List.of()));
    }

    private static PolicyJudge judge(CanaryConfig config, Mode mode, NoData noData, long everyMillis) {
        return new PolicyJudge(new PolicyJudge.Rules(config, new ScoreThresholds(95, 40), mode, noData, everyMillis));
    }

    private static SampledSeries series(Map<String, String> labels, int points, IntToDoubleFunction value) {
        var values = new TreeMap<Long, Double>();
        for (int i = 0; i < points; i++) {
            values.put(START + i * STEP, value.applyAsDouble(i));
        }
        return new SampledSeries(new TreeMap<>(labels), values);
    }

    private List<SampledSeries> around(double mean) {
        return List.of(series(Map.of(), 61, i -> mean + random.nextGaussian()));
    }

    private static Evidence evidence(String metric, List<SampledSeries> canary, List<SampledSeries> baseline) {
        return new Evidence(metric, reading(canary), count(canary), "canary's query", List.of("canary's query"),
                new BaselineEvidence(reading(baseline), count(baseline), "baseline's query"), new Trail.Samples(START, STEP, canary, baseline));
    }

    private static Reading reading(List<SampledSeries> series) {
        return series.isEmpty() ? new Reading.Missing("nothing") : new Reading.Number(1);
    }

    private static long count(List<SampledSeries> series) {
        return series.stream().mapToLong(s -> s.values().size()).sum();
    }

    private static Judgement at(PolicyJudge judge, Policy policy, long millis, Evidence... evidence) {
        return judge.judge(policy, new Progress(START, START + millis), List.of(evidence));
    }

    @Test
    void goesWhereNothingShifted() {
        CanaryConfig config = config("errors", "cpu");
        Judgement j = at(judge(config, Mode.STRICT, NoData.HOLD, 0), policy(config), HOUR, evidence("errors", around(10), around(10)), evidence("cpu", around(5), around(5)));
        assertThat(j.verdict()).isEqualTo(new Verdict.Go("score 100 (pass from 95, marginal from 40): 2 of 2 metrics pass; 61 points; by Kayenta's rules, without error control"));
        assertThat(j.score()).isEqualTo(100);
        assertThat(j.results()).extracting(MetricResult::outcome).containsOnly(Outcome.PASS);
    }

    @Test
    void scoresDecideAtTheEndAndNotBefore() {
        CanaryConfig config = config("errors", "cpu");
        PolicyJudge judge = judge(config, Mode.STRICT, NoData.HOLD, 0);
        Evidence bad = evidence("errors", around(20), around(10));
        Evidence good = evidence("cpu", around(5), around(5));
        Judgement early = at(judge, policy(config), HOUR - 1, bad, good);
        assertThat(early.verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(early.verdict().reason()).startsWith("so far score 50 ");
        Judgement marginal = at(judge, policy(config), HOUR, bad, good);
        assertThat(marginal.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(marginal.score()).isEqualTo(50);
        assertThat(marginal.results().getFirst().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(marginal.results().getFirst().reason()).contains("errors: the canary lies 10", "too high");
        Judgement failed = at(judge, policy(config), HOUR, bad, evidence("cpu", around(50), around(5)));
        assertThat(failed.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(failed.verdict().reason()).contains("score 0 ", "0 of 2 metrics pass", "cpu: the canary lies", "without error control");
    }

    @Test
    void noDataNeverPassesInStrictMode() {
        CanaryConfig config = config("errors", "cpu");
        Evidence none = evidence("errors", List.of(), around(10));
        Evidence good = evidence("cpu", around(5), around(5));
        Judgement held = at(judge(config, Mode.STRICT, NoData.HOLD, 0), policy(config), HOUR, none, good);
        assertThat(held.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(held.verdict().reason()).contains("not known: errors: the canary has no data");
        assertThat(held.results().getFirst().outcome()).isEqualTo(Outcome.PENDING);
        Judgement failed = at(judge(config, Mode.STRICT, NoData.FAIL, 0), policy(config), HOUR, none, good);
        assertThat(failed.results().getFirst().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(failed.score()).isEqualTo(50);
        Judgement ignored = at(judge(config, Mode.STRICT, NoData.IGNORE, 0), policy(config), HOUR, none, good);
        assertThat(ignored.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(ignored.verdict().reason()).contains("ignored, as this policy says: errors");
        Judgement few = at(judge(config, Mode.STRICT, NoData.HOLD, 0), policy(config), HOUR,
                evidence("errors", List.of(series(Map.of(), 3, i -> i)), List.of(series(Map.of(), 3, i -> i + 50))), good);
        assertThat(few.verdict().reason()).contains("too few for a confidence of 98 %");
    }

    @Test
    void compatibleModeSaysWhatItsScoreRestsOn() {
        CanaryConfig config = config("errors", "cpu", "memory");
        Judgement j = at(judge(config, Mode.COMPATIBLE, NoData.HOLD, 0), policy(config), HOUR, evidence("errors", List.of(), around(10)),
                evidence("cpu", around(5), around(5)), evidence("memory", around(5), around(5)));
        assertThat(j.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(j.verdict().reason()).contains("beware: errors has no data and counts for nothing", "judged in compatible mode, as Kayenta does, without error control");
        assertThat(j.results().getFirst().outcome()).isEqualTo(Outcome.IGNORED);
    }

    @Test
    void compatibleModeStopsOnTheWayOnlyWhereThatIsAskedFor() {
        CanaryConfig config = config("errors");
        Evidence bad = evidence("errors", around(20), around(10));
        assertThat(at(judge(config, Mode.COMPATIBLE, NoData.HOLD, 0), policy(config), 50 * STEP, bad).verdict()).isInstanceOf(Verdict.Pending.class);
        PolicyJudge often = judge(config, Mode.COMPATIBLE, NoData.HOLD, 20 * STEP);
        assertThat(at(often, policy(config), 20 * STEP - 1, bad).verdict()).isInstanceOf(Verdict.Pending.class);
        Verdict stopped = at(often, policy(config), 20 * STEP, bad).verdict();
        assertThat(stopped).isInstanceOf(Verdict.NoGo.class);
        assertThat(stopped.reason()).contains("score 0 ", "ended before its time, as it is looked at every 1200 s", "without error control");
        Evidence later = evidence("errors", List.of(series(Map.of(), 61, i -> i <= 20 ? 10 + random.nextGaussian() : 90 + random.nextGaussian())), around(10));
        assertThat(at(often, policy(config), 39 * STEP, later).verdict()).as("what came after the last look is not looked at").isInstanceOf(Verdict.Pending.class);
        assertThat(at(often, policy(config), 40 * STEP, later).verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThatThrownBy(() -> judge(config, Mode.STRICT, NoData.HOLD, 1)).hasMessageContaining("belong to compatible mode");
    }

    @Test
    void ourOwnDoubtNeverCountsAgainstTheCanary() {
        CanaryConfig config = config("errors", "cpu");
        var doubt = new Evidence("cpu", new Reading.Unreadable("too busy"), 0, "q", List.of());
        var half = new Evidence("cpu", new Reading.Number(1), 61, "q", List.of(), new BaselineEvidence(new Reading.Unreadable("too busy"), 0, "q"),
                new Trail.Samples(START, STEP, around(5), List.of()));
        var alone = new Evidence("cpu", new Reading.Number(1), 61, "q", List.of(), new BaselineEvidence(new Reading.Missing("no other version"), 0, ""),
                new Trail.Samples(START, STEP, around(5), List.of()));
        Evidence unpaired = evidence("cpu", List.of(series(Map.of("a", "1"), 61, i -> i)), List.of(series(Map.of("b", "1"), 61, i -> i)));
        Evidence bad = evidence("errors", around(20), around(10));
        for (Mode mode : Mode.values()) {
            PolicyJudge judge = judge(config, mode, NoData.FAIL, 0);
            assertThat(at(judge, policy(config), 60_000, bad, doubt).verdict()).isEqualTo(new Verdict.Pending("cpu could not be looked up: too busy"));
            assertThat(at(judge, policy(config), HOUR, bad, doubt).verdict())
                    .isEqualTo(new Verdict.Inconclusive("no answer at the end of the stage: cpu could not be looked up: too busy"));
            assertThat(at(judge, policy(config), HOUR, bad, half).verdict().reason()).endsWith("cpu of the baseline could not be looked up: too busy");
            assertThat(at(judge, policy(config), HOUR, bad, alone).verdict().reason()).endsWith("cpu has nothing to be compared with (no other version)");
            assertThat(at(judge, policy(config), HOUR, bad, unpaired).verdict().reason()).endsWith("series have different labels and cannot be paired: [a] and [b]");
            assertThat(at(judge, policy(config, "cpu"), HOUR, bad, doubt).verdict()).as("of a muted metric nobody cares").isInstanceOf(Verdict.class)
                    .extracting(Verdict::reason).asString().doesNotContain("too busy");
        }
    }

    @Test
    void seriesArePairedByTheirLabels() {
        CanaryConfig config = config("cpu");
        List<SampledSeries> canary = List.of(series(Map.of("mode", "user"), 61, i -> 5 + random.nextGaussian()), series(Map.of("mode", "idle"), 61, i -> 90 + random.nextGaussian()));
        List<SampledSeries> baseline = List.of(series(Map.of("mode", "idle"), 61, i -> 40 + random.nextGaussian()), series(Map.of("mode", "user"), 61, i -> 5 + random.nextGaussian()));
        Judgement j = at(judge(config, Mode.STRICT, NoData.HOLD, 0), policy(config), HOUR, evidence("cpu", canary, baseline));
        assertThat(j.score()).isEqualTo(50);
        assertThat(j.results().getFirst().outcome()).as("the worst of both").isEqualTo(Outcome.FAIL);
        assertThat(j.results().getFirst().reason()).contains("the canary lies 50");
    }

    @Test
    void saysNothingBeforeAnythingIsMeasured() {
        CanaryConfig config = config("errors");
        var warming = new Policy(policy(config).criteria(), 10_000, 0, HOUR);
        assertThat(judge(config, Mode.STRICT, NoData.HOLD, 0).judge(warming, new Progress(START, START + 4_000), List.of()).verdict())
                .isEqualTo(new Verdict.Pending("warming up, 6 s left; nothing is measured yet"));
        assertThat(judge(config, Mode.COMPATIBLE, NoData.HOLD, 0).judge(warming, new Progress(START, START + HOUR), List.of()).verdict()).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void equalArgumentsGiveEqualJudgements() {
        CanaryConfig config = config("errors");
        Evidence e = evidence("errors", around(10.5), around(10));
        PolicyJudge judge = judge(config, Mode.COMPATIBLE, NoData.HOLD, 7 * STEP);
        for (long t = STEP; t <= HOUR; t += 13 * STEP) {
            assertThat(at(judge, policy(config), t, e)).isEqualTo(at(judge, policy(config), t, e));
        }
    }
}
