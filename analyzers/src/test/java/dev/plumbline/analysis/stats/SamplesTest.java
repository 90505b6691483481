package dev.plumbline.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final double[] NONE = {};

    @Test
    void theNormalDistributionIsAccurateInItsTails() {
        assertThat(NormalDistribution.cdf(0)).isEqualTo(0.5);
        assertThat(NormalDistribution.cdf(-10)).isCloseTo(7.6198530241605e-24, withinPercentage(1e-10));
        assertThat(NormalDistribution.survival(10)).isEqualTo(NormalDistribution.cdf(-10));
        assertThat(NormalDistribution.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-15));
        assertThat(NormalDistribution.quantile(1e-20)).isCloseTo(-9.262340089798408, within(1e-13));
        assertThatThrownBy(() -> NormalDistribution.quantile(0)).hasMessageContaining("got 0.0");
    }

    @Test
    void figuresOfFewValues() {
        assertThat(SampleSummary.of(NONE)).isEqualTo(new SampleSummary(0, 0, 0, 0, 0));
        assertThat(SampleSummary.of(new double[] {-2})).isEqualTo(new SampleSummary(-2, -2, -2, 0, 1));
        assertThat(SampleSummary.of(new double[] {1e15, 1e15 + 2}).std()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(new Percentiles(NONE).at(50)).isNaN();
        assertThat(new Percentiles(new double[] {Double.NaN, 3, 1}).at(50)).isEqualTo(2);
        assertThatThrownBy(() -> new Percentiles(NONE).at(101)).hasMessageContaining("101");
    }

    @Test
    void fencesKeepWhatLiesOnThem() {
        double[] values = {1, 2, 3, 4, 100};
        assertThat(Outliers.tukey(values, 3).contains(100)).isTrue();
        assertThat(Outliers.tukey(values, 3).contains(10)).as("4 + 3 · 2").isFalse();
        assertThat(Outliers.tukeyGuarded(values, 3).contains(96)).as("the 99th percentile lies further out").isFalse();
        assertThat(Outliers.tukeyGuarded(values, 3).contains(100)).isTrue();
        assertThat(Outliers.kSigma(values, 1).contains(100)).isTrue();
        assertThatThrownBy(() -> Outliers.tukey(values, 0)).hasMessageContaining("above 0");
    }

    @Test
    void effectsOfNothingAreUnknown() {
        assertThat(EffectSize.meanRatio(new double[] {0}, new double[] {1})).isNaN();
        assertThat(EffectSize.meanRatio(NONE, new double[] {1})).isNaN();
        assertThat(EffectSize.commonLanguage(NONE, new double[] {1})).isNaN();
        assertThat(EffectSize.commonLanguage(new double[] {1, 1}, new double[] {1, 2})).isEqualTo(0.75);
    }

    @Test
    void tooFewValuesHaveNoInterval() {
        ShiftInterval interval = HodgesLehmann.of(new double[] {5, 6}, new double[] {1, 2}, 0.98);
        assertThat(interval).isEqualTo(new ShiftInterval(Double.NEGATIVE_INFINITY, 4, Double.POSITIVE_INFINITY));
        assertThat(interval.bounded()).isFalse();
        assertThatThrownBy(() -> HodgesLehmann.of(NONE, new double[] {1}, 0.9)).hasMessage("a sample is empty");
        assertThatThrownBy(() -> HodgesLehmann.of(new double[] {Double.NaN}, new double[] {1}, 0.9)).hasMessage("a value is not finite");
        assertThatThrownBy(() -> HodgesLehmann.of(new double[] {1}, new double[] {1}, 1)).hasMessageContaining("confidence");
    }

    @Test
    void bothZerosAreOneValue() {
        assertThat(MannWhitneyTest.of(new double[] {-0.0}, new double[] {0.0}).u()).isEqualTo(0.5);
        assertThat(HodgesLehmann.of(new double[] {-0.0}, new double[] {0.0}, 0.5).estimate()).isEqualTo(0);
    }

    @Test
    void equalValuesInLargeSamplesSayNothing() {
        double[] ones = new double[60];
        Arrays.fill(ones, 1);
        MannWhitneyTest test = MannWhitneyTest.of(ones, ones);
        assertThat(test).isEqualTo(new MannWhitneyTest(1800, 1, 1, 1, false));
        assertThatThrownBy(() -> new StandardizedRankSum(ones, ones).at(0)).hasMessageContaining("all values are equal");
        assertThatThrownBy(() -> MannWhitneyTest.of(ones, new double[] {Double.NaN})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void infiniteValuesRankAtTheEnds() {
        var statistic = new StandardizedRankSum(new double[] {Double.POSITIVE_INFINITY, 1}, new double[] {0, Double.NEGATIVE_INFINITY});
        assertThat(statistic.at(0)).isPositive();
        assertThat(statistic.highestShift()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(statistic.at(Double.POSITIVE_INFINITY)).as("no number ranks highest").isFinite();
    }

    @Test
    void criticalRanksAreThoseOfTables() {
        assertThat(new RankDistributions().criticalRank(4, 4, 0.025)).as("P(U <= 0) is 1 in 70").isEqualTo(1);
        assertThat(new RankDistributions().criticalRank(4, 4, 0.01)).isZero();
        assertThat(new RankDistributions().criticalRank(10, 10, 0.025)).as("critical U of 23").isEqualTo(24);
        assertThat(new RankDistributions().criticalRank(60, 60, 0.025)).isBetween(1420L, 1430L);
    }

    @Test
    void rootsLieWithinTheTolerance() {
        assertThat(root(v -> v * v * v - 2, 1e-9, 0, 2)).isCloseTo(Math.cbrt(2), within(1e-9));
        assertThat(root(v -> v - 1, 1e-4, 1, 3)).isEqualTo(1);
        assertThat(root(v -> v - 3, 1e-4, 1, 3)).isEqualTo(3);
        assertThat(root(v -> v < 0.3 ? 5 : -1, 1e-6, 0, 1)).isCloseTo(0.3, within(1e-6));
    }

    private static double root(DoubleUnaryOperator function, double tolerance, double from, double to) {
        return new BrentRoot(function, tolerance).between(new BrentRoot.Point(from, function.applyAsDouble(from)),
                new BrentRoot.Point(to, function.applyAsDouble(to)));
    }
}
