package dev.plumbline.analysis.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Unit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunJudgeTest {
    private static final MetricLimits FIVE = new MetricLimits(5, true, MetricLimits.Tolerated.USUAL);
    private static final MetricLimits ENDLESS = new MetricLimits(0, true, new MetricLimits.Tolerated(1, 0, 4, 0));
    private static final long AT_MOST = 1_000;

    private static RunAssessment.Metric metric(String name, MetricLimits limits, boolean dryRun, Phase... phases) {
        MeasurementCounts counts = MeasurementCounts.NONE;
        for (Phase phase : phases) {
            counts = counts.and(phase);
        }
        return new RunAssessment.Metric(name, limits, counts, dryRun);
    }

    private static Judgement judged(long nowMillis, RunAssessment.Metric... metrics) {
        List<Criterion> criteria = Arrays.stream(metrics)
                .map(m -> new Criterion(m.name(), new Quantity(1, Unit.PLAIN), null, null, 1, Exposure.POINTS, NoData.HOLD, false)).toList();
        return new RunJudge(List.of(metrics)).judge(new Policy(criteria, 0, 0, AT_MOST), new Progress(0, nowMillis), List.of());
    }

    private static List<Outcome> outcomes(Judgement judgement) {
        return judgement.results().stream().map(MetricResult::outcome).toList();
    }

    @Test
    void waitsUntilAllIsMeasured() {
        Judgement judgement = judged(500, metric("a", FIVE, false, Phase.SUCCESSFUL), metric("b", FIVE, false));
        assertThat(judgement.verdict()).isInstanceOf(Verdict.Pending.class);
        assertThat(outcomes(judgement)).containsExactly(Outcome.PENDING, Outcome.PENDING);
        assertThat(judgement.score()).isZero();
        assertThat(judgement.results().getFirst().reason()).isEqualTo("Running: 1 good, 0 bad, 0 inconclusive, 0 errors");
    }

    @Test
    void oneFailureTooManyEndsTheRun() {
        Judgement judgement = judged(500, metric("a", FIVE, false, Phase.FAILED), metric("b", ENDLESS, false, Phase.SUCCESSFUL));
        assertThat(judgement.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(outcomes(judgement)).containsExactly(Outcome.FAIL, Outcome.PASS);
        assertThat(judgement.score()).isZero();
    }

    @Test
    void aMetricWithoutAnEndIsGoodAtTheEnd() {
        RunAssessment.Metric endless = metric("a", ENDLESS, false, Phase.SUCCESSFUL, Phase.FAILED);
        assertThat(judged(AT_MOST - 1, endless).verdict()).isInstanceOf(Verdict.Pending.class);
        Judgement end = judged(AT_MOST, endless);
        assertThat(end.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(outcomes(end)).containsExactly(Outcome.PASS);
        assertThat(end.score()).isEqualTo(100);
    }

    @Test
    void nothingGoodIsNoGo() {
        Judgement end = judged(AT_MOST, metric("a", ENDLESS, false, Phase.FAILED));
        assertThat(end.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(outcomes(end)).containsExactly(Outcome.PENDING);
        assertThat(judged(AT_MOST, metric("a", ENDLESS, false)).verdict()).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void whatIsNotMeasuredInTimeIsInconclusiveAndNamed() {
        Judgement end = judged(AT_MOST, metric("a", FIVE, false, Phase.SUCCESSFUL, Phase.SUCCESSFUL, Phase.ERROR), metric("b", ENDLESS, false, Phase.SUCCESSFUL));
        assertThat(end.verdict()).isEqualTo(new Verdict.Inconclusive("the time is over before all was measured: a has 2 of 5"));
    }

    @Test
    void aDryRunHasNoEffectAtAll() {
        Judgement end = judged(AT_MOST, metric("dry", FIVE, true, Phase.FAILED), metric("b", ENDLESS, false, Phase.SUCCESSFUL));
        assertThat(end.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(outcomes(end)).containsExactly(Outcome.IGNORED, Outcome.PASS);
        assertThat(end.results().getFirst().reason()).startsWith("Failed (dry run)");
        assertThat(judged(AT_MOST, metric("dry", FIVE, true, Phase.SUCCESSFUL)).verdict()).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void aMetricThatThePolicyDoesNotHaveIsRefused() {
        var judge = new RunJudge(List.of(metric("other", FIVE, false)));
        var policy = new Policy(List.of(new Criterion("a", new Quantity(1, Unit.PLAIN), null, null, 1, Exposure.POINTS, NoData.HOLD, false)), 0, 0, AT_MOST);
        assertThatThrownBy(() -> judge.judge(policy, new Progress(0, 1), List.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the policy has no metric other");
    }
}
