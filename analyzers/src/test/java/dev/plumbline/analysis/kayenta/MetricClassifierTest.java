package dev.plumbline.analysis.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.canary.Margin.Direction;
import dev.plumbline.analysis.kayenta.EffectLimits.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricClassifierTest {
    private static final double[] LOW = {10, 11, 12, 13, 14, 15, 16, 17};
    private static final double[] HIGH = {30, 31, 32, 33, 34, 35, 36, 37};

    private static MetricClassification classify(Mode mode, Direction direction, EffectLimits effect, double[] control, double[] experiment) {
        var rules = new CanaryMetric.Rules(direction, Cleaning.USUAL, effect, new Importance(true, false, false));
        return new MetricClassifier(mode, 0.25, 0.98).classify(new CanaryMetric("m", List.of("g"), rules), control, experiment);
    }

    private static Label label(Mode mode, Direction direction, double[] control, double[] experiment) {
        return classify(mode, direction, EffectLimits.any(Measure.MEAN_RATIO), control, experiment).label();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void onlyTheDirectionThatCountsIsLabelled(Mode mode) {
        assertThat(label(mode, Direction.INCREASE, LOW, HIGH)).isEqualTo(Label.HIGH);
        assertThat(label(mode, Direction.DECREASE, LOW, HIGH)).isEqualTo(Label.PASS);
        assertThat(label(mode, Direction.DECREASE, HIGH, LOW)).isEqualTo(Label.LOW);
        assertThat(label(mode, Direction.INCREASE, HIGH, LOW)).isEqualTo(Label.PASS);
        assertThat(label(mode, Direction.EITHER, HIGH, LOW)).isEqualTo(Label.LOW);
        assertThat(classify(mode, Direction.DECREASE, EffectLimits.any(Measure.CLES), LOW, HIGH).reason()).endsWith(", which is no harm");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theEffectMustBeLargeEnough(Mode mode) {
        var tripled = new EffectLimits(Measure.MEAN_RATIO, 3, 0.2, 4, 0.1);
        assertThat(classify(mode, Direction.EITHER, tripled, LOW, HIGH).label()).isEqualTo(Label.PASS);
        assertThat(classify(mode, Direction.EITHER, tripled, LOW, HIGH).reason()).endsWith(", within the allowed effect");
        assertThat(classify(mode, Direction.EITHER, tripled, HIGH, LOW).label()).isEqualTo(Label.PASS);
        var doubled = new EffectLimits(Measure.MEAN_RATIO, 2, 1, 4, 1);
        assertThat(classify(mode, Direction.EITHER, doubled, LOW, HIGH).critical()).as("beyond what is allowed, not critically").isFalse();
        assertThat(classify(mode, Direction.EITHER, new EffectLimits(Measure.CLES, 0.9, 0.1, 1, 0), LOW, HIGH).critical()).isTrue();
    }

    @Test
    void meansOfZeroAndBelowAreOnTheRightSideInStrictMode() {
        double[] zeros = new double[8];
        MetricClassification fromZero = classify(Mode.STRICT, Direction.INCREASE, new EffectLimits(Measure.MEAN_RATIO, 1.5, 1, 1.5, 1), zeros, HIGH);
        assertThat(fromZero.label()).isEqualTo(Label.HIGH);
        assertThat(Objects.requireNonNull(fromZero.comparison()).effect()).isEqualTo(Double.POSITIVE_INFINITY);
        double[] minusHigh = Arrays.stream(HIGH).map(v -> -v).toArray();
        assertThat(label(Mode.STRICT, Direction.INCREASE, minusHigh, LOW)).isEqualTo(Label.HIGH);
        assertThat(label(Mode.COMPATIBLE, Direction.INCREASE, minusHigh, LOW)).as("the ratio is negative").isEqualTo(Label.PASS);
    }

    @Test
    void aBurstIsDistinctButNotClear() {
        double[] ones = new double[10];
        Arrays.fill(ones, 1);
        double[] burst = {100, 100, 100, 100, 100, 100, 100, 1, 1, 1};
        MetricClassification result = classify(Mode.STRICT, Direction.EITHER, EffectLimits.any(Measure.MEAN_RATIO), ones, burst);
        assertThat(result.label()).isEqualTo(Label.PASS);
        assertThat(result.reason()).isEqualTo("m: the canary lies 99 above the baseline (interval 0 to 99, p 0.003096, ratio of means 70.3), "
                + "distinct but not clear of 24.75, a share of the estimate");
    }

    @Test
    void cleaningIsDoneOnEachSide() {
        assertThat(new Cleaning(false, false, 3).clean(new double[] {1, Double.NaN, 2})).containsExactly(1, 2);
        assertThat(new Cleaning(true, false, 3).clean(new double[] {1, Double.NaN, 2})).containsExactly(1, 0, 2);
        assertThat(new Cleaning(false, true, 3).clean(new double[] {1, 2, 3, 4, 100})).containsExactly(1, 2, 3, 4);
        assertThat(new Cleaning(false, true, 3).clean(new double[0])).isEmpty();
    }

    @Test
    void meansAloneAreCompared() {
        var metric = new CanaryMetric("m", List.of(), CanaryMetric.Rules.USUAL);
        assertThat(MeanInequality.classify(metric, LOW, HIGH)).isEqualTo(Label.HIGH);
        assertThat(MeanInequality.classify(metric, LOW, LOW)).isEqualTo(Label.PASS);
        assertThat(MeanInequality.classify(metric, LOW, new double[0])).isEqualTo(Label.NODATA);
    }
}
