package dev.plumbline.analysis.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.stats.SampleSummary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScorersTest {
    private static final SampleSummary EMPTY = SampleSummary.of(new double[0]);

    private static JudgedMetric metric(String name, Label label, String... groups) {
        return metric(name, label, false, groups);
    }

    private static JudgedMetric metric(String name, Label label, boolean critical, String... groups) {
        return new JudgedMetric(new CanaryMetric(name, List.of(groups), CanaryMetric.Rules.USUAL), Map.of(),
                new MetricClassification(label, critical, name + " is " + label.word(), null), EMPTY, EMPTY);
    }

    private static double compatible(Map<String, Double> weights, JudgedMetric... metrics) {
        return new CompatibleScorer(weights).score(List.of(metrics)).value();
    }

    private static Score strict(NoData noData, Map<String, Double> weights, JudgedMetric... metrics) {
        return new StrictScorer(weights, noData).score(List.of(metrics));
    }

    @Test
    void halfWithoutDataFailsInKayenta() {
        assertThat(compatible(Map.of(), metric("a", Label.PASS, "g"), metric("b", Label.NODATA, "g"))).isZero();
        assertThat(compatible(Map.of(), metric("a", Label.PASS, "g"), metric("b", Label.PASS, "g"), metric("c", Label.NODATA, "g"))).isEqualTo(100);
        assertThat(compatible(Map.of(), metric("a", Label.ERROR, "g"), metric("b", Label.ERROR, "g"))).as("errors are no lack of data").isEqualTo(100);
        assertThat(compatible(Map.of())).isZero();
    }

    @Test
    void requiredDataCountsAsFailed() {
        assertThat(compatible(Map.of(), metric("a", Label.PASS, "g"), metric("b", Label.NODATA_FAIL, "g"))).isEqualTo(50);
        assertThat(strict(NoData.IGNORE, Map.of(), metric("a", Label.PASS, "g"), metric("b", Label.NODATA_FAIL, "g")).value()).isEqualTo(50);
    }

    @Test
    void groupsWithoutAWeightShareTheRest() {
        Map<String, Double> weights = Map.of("a", 40.0);
        assertThat(compatible(weights, metric("1", Label.PASS, "a"), metric("2", Label.HIGH, "b"), metric("3", Label.PASS, "c"))).isEqualTo(70);
        assertThat(strict(NoData.HOLD, weights, metric("1", Label.PASS, "a"), metric("2", Label.HIGH, "b"), metric("3", Label.PASS, "c")).value()).isEqualTo(70);
        assertThat(compatible(Map.of("a", 130.0), metric("1", Label.PASS, "a"), metric("2", Label.PASS, "b"))).as("less than nothing is left").isEqualTo(100);
        assertThat(strict(NoData.HOLD, Map.of("a", 100.0), metric("1", Label.PASS, "a"), metric("2", Label.HIGH, "b")).value()).as("as much as the others")
                .isEqualTo(50);
        assertThat(strict(NoData.HOLD, Map.of("a", 0.0), metric("1", Label.PASS, "a")).value()).as("no weight at all").isZero();
    }

    @Test
    void aMetricOfTwoGroupsCountsInBoth() {
        assertThat(compatible(Map.of("a", 30.0, "b", 70.0), metric("1", Label.LOW, "a", "b"), metric("2", Label.PASS, "b"))).isEqualTo(35);
    }

    @Test
    void whatIsUnknownIsAChoice() {
        JudgedMetric[] metrics = {metric("1", Label.PASS, "a"), metric("2", Label.ERROR, "a"), metric("3", Label.NODATA, "b")};
        Score held = strict(NoData.HOLD, Map.of(), metrics);
        assertThat(held.value()).isEqualTo(25);
        assertThat(held.best()).isEqualTo(100);
        assertThat(strict(NoData.FAIL, Map.of(), metrics).best()).isEqualTo(25);
        assertThat(strict(NoData.IGNORE, Map.of(), metrics).value()).isEqualTo(100);
        assertThat(strict(NoData.IGNORE, Map.of(), metrics).groups()).contains(new GroupScore("b", 0, true));
    }

    @Test
    void criticalMetricsWithoutDataFailOnlyWhereNoDataDoes() {
        JudgedMetric[] metrics = {metric("1", Label.PASS, "a"), metric("2", Label.PASS, "a"), metric("3", Label.NODATA, true, "a")};
        assertThat(compatible(Map.of(), metrics)).isZero();
        assertThat(strict(NoData.FAIL, Map.of(), metrics).reason()).isEqualTo("a critical metric fails: 3 is Nodata");
        assertThat(strict(NoData.HOLD, Map.of(), metrics).best()).isEqualTo(100);
    }

    @Test
    void hazardsAreNamed() {
        var scorer = new CompatibleScorer(Map.of("a", 50.0, "lost", 50.0));
        assertThat(scorer.hazards(List.of(metric("1", Label.ERROR, "a"), metric("2", Label.NODATA), metric("3", Label.PASS, "a")))).containsExactly(
                "1 ended in an error and counts for nothing, as if it were not configured", "2 is in no group and cannot lower the score",
                "2 has no data and counts for nothing, as if it were not configured",
                "the weight 50 of group lost is lost, since no metric is in it: the score cannot pass 50");
        assertThat(new CompatibleScorer(Map.of()).hazards(List.of(metric("1", Label.HIGH, "a")))).isEmpty();
    }

    @Test
    void scoresAreRoundedAsTheirDigitsSay() {
        assertThat(Score.rounded(33.335)).isEqualTo(33.34);
        assertThat(Score.rounded(100.0 / 3)).isEqualTo(33.33);
        assertThat(Score.rounded(Double.NaN)).isNaN();
        assertThatThrownBy(() -> new ScoreThresholds(70, 80)).hasMessageContaining("marginal 80.0, pass 70.0");
    }

    @Test
    void windowsOfRepeatedJudgements() {
        assertThat(new RepeatedJudgement(60, 25, 0, 10).windows()).containsExactly(new RepeatedJudgement.Span(10, 35), new RepeatedJudgement.Span(10, 60));
        assertThat(new RepeatedJudgement(60, 20, 30, 0).windows()).containsExactly(new RepeatedJudgement.Span(0, 20), new RepeatedJudgement.Span(10, 40),
                new RepeatedJudgement.Span(30, 60));
        assertThat(new RepeatedJudgement(5, 10, 0, 0).windows()).isEmpty();
        assertThat(RepeatedJudgement.stops(75, new ScoreThresholds(95, 75))).isTrue();
        assertThat(RepeatedJudgement.passes(75, 75, Double.NaN)).as("marginal itself is not enough").isFalse();
        assertThatThrownBy(() -> new RepeatedJudgement(10, 0, 0, 0)).hasMessageContaining("interval above 0");
    }
}
