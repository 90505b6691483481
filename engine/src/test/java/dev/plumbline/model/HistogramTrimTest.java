package dev.plumbline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTrimTest {
    private static final Buckets FOUR = new Buckets(new int[] {0}, new int[] {4}, new double[] {2, 4, 6, 8});
    /** (0.5,1]:2 (1,2]:4 (2,4]:6 (4,8]:8. */
    private static final Histogram POSITIVE = new Histogram(0, 20, 70, 0.5, 0, FOUR, Buckets.NONE, new double[0], CounterReset.NOT_RESET);
    private static final Histogram MIRRORED = new Histogram(0, 20, -70, 0.5, 0, Buckets.NONE, FOUR, new double[0], CounterReset.NOT_RESET);

    private static Histogram custom(double... bounds) {
        var counts = new double[bounds.length + 1];
        java.util.Arrays.fill(counts, 10);
        return new Histogram(-53, 10 * counts.length, 100, 0, 0, new Buckets(new int[] {0}, new int[] {counts.length}, counts),
                Buckets.NONE, bounds, CounterReset.UNKNOWN);
    }

    @Test
    void atABoundBucketsStayWhole() {
        Histogram below = HistogramTrim.below(POSITIVE, 2);
        assertThat(below.positive().counts()).containsExactly(2, 4);
        assertThat(below.count()).isEqualTo(6);
        assertThat(below.sum()).isCloseTo(2 * Math.sqrt(0.5) + 4 * Math.sqrt(2), within(1e-12));
        assertThat(below.reset()).isEqualTo(CounterReset.NOT_RESET);
        Histogram above = HistogramTrim.above(POSITIVE, 2);
        assertThat(above.positive().counts()).containsExactly(6, 8);
        assertThat(above.count() + below.count()).isEqualTo(POSITIVE.count());
    }

    @Test
    void aCutBucketIsSplitOnALogarithmicScale() {
        assertThat(HistogramTrim.below(POSITIVE, Math.sqrt(2)).positive().counts()[1]).isCloseTo(2, within(1e-12));
        assertThat(HistogramTrim.above(POSITIVE, Math.sqrt(2)).positive().counts()[0]).isCloseTo(2, within(1e-12));
        assertThat(HistogramTrim.above(MIRRORED, -Math.sqrt(2)).negative().counts()[1]).isCloseTo(2, within(1e-12));
    }

    @Test
    void whatIsNotCutKeepsItsSum() {
        assertThat(HistogramTrim.below(POSITIVE, 8)).isSameAs(POSITIVE);
        assertThat(HistogramTrim.above(POSITIVE, Double.NEGATIVE_INFINITY)).isSameAs(POSITIVE);
        assertThat(HistogramTrim.below(MIRRORED, 0)).isSameAs(MIRRORED);
    }

    @Test
    void nothingIsLeftBeyondAll() {
        Histogram none = HistogramTrim.above(POSITIVE, Double.POSITIVE_INFINITY);
        assertThat(none.count()).isZero();
        assertThat(none.sum()).isZero();
        assertThat(none.positive()).isEqualTo(Buckets.NONE);
        assertThat(HistogramTrim.below(POSITIVE, Double.NaN).count()).isZero();
    }

    /** The zero bucket [−1, 1] of 8 observations, with other buckets above (p), below (n), both or none. */
    @ParameterizedTest
    @CsvSource({"none, 0, 4, 4", "none, 0.5, 6, 2", "p, 0.5, 4, 4", "n, 0.5, 8, 0", "n, -0.5, 4, 4", "both, 0.5, 6, 2",
        "none, -1, 0, 8", "none, 1, 8, 0"})
    void theZeroBucketIsSplitEvenly(String others, double limit, double below, double above) {
        var far = new Buckets(new int[] {3}, new int[] {1}, new double[] {1});
        var h = new Histogram(0, 10, 0, 1, 8, others.matches("p|both") ? far : Buckets.NONE,
                others.matches("n|both") ? far : Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        assertThat(HistogramTrim.below(h, limit).zeroCount()).isEqualTo(below);
        assertThat(HistogramTrim.above(h, limit).zeroCount()).isEqualTo(above);
    }

    /** Custom bounds 5 and 10: (−Inf,5]:10 (5,10]:10 (10,+Inf]:10. */
    @ParameterizedTest
    @CsvSource({"2.5, 5, 25", "0, 0, 30", "-1, 0, 20", "5, 10, 20", "7.5, 15, 15", "10, 20, 10", "15, 20, 10", "Infinity, 30, 0",
        "-Infinity, 0, 30"})
    void openBucketsGoAsAWhole(double limit, double below, double above) {
        assertThat(HistogramTrim.below(custom(5, 10), limit).count()).isEqualTo(below);
        assertThat(HistogramTrim.above(custom(5, 10), limit).count()).isEqualTo(above);
    }

    @Test
    void aFirstBucketBelowZeroStaysWhenCut() {
        assertThat(HistogramTrim.below(custom(-5, 10), -7).count()).isEqualTo(10);
        assertThat(HistogramTrim.above(custom(-5, 10), -7).count()).isEqualTo(20);
        assertThat(HistogramTrim.below(custom(), 3).count()).isZero();
        assertThat(HistogramTrim.above(custom(), 3).count()).isZero();
    }
}
