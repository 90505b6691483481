package dev.plumbline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import org.junit.jupiter.api.Test;

class HistogramMathTest {
    private static Histogram exponential(int schema, double... counts) {
        return new Histogram(schema, 10, 5, 0, 0, new Buckets(new int[] {0}, new int[] {counts.length}, counts), Buckets.NONE,
                new double[0], CounterReset.UNKNOWN);
    }

    private static Histogram custom(double[] bounds, double... counts) {
        return new Histogram(-53, 10, 5, 0, 0, new Buckets(new int[] {0}, new int[] {counts.length}, counts), Buckets.NONE,
                bounds, CounterReset.UNKNOWN);
    }

    @Test
    void addsAtTheCoarserSchema() {
        Histogram sum = HistogramMath.add(exponential(0, 5), exponential(1, 1, 2));
        assertThat(sum.positive()).isEqualTo(new Buckets(new int[] {0}, new int[] {2}, new double[] {6, 2}));
        assertThat(sum.schema()).isZero();
        assertThat(sum.count()).isEqualTo(20);
    }

    @Test
    void aDifferenceIsAGaugeAndLeavesNoBucketsWhenCompacted() {
        Histogram difference = HistogramMath.compact(HistogramMath.sub(exponential(0, 1, 2), exponential(0, 1, 2)));
        assertThat(difference.reset()).isEqualTo(CounterReset.GAUGE);
        assertThat(difference.positive()).isEqualTo(Buckets.NONE);
    }

    @Test
    void theZeroBucketGrowsToTheEndOfABucketThatItCuts() {
        var wide = new Histogram(0, 1, 1, 1.5, 1, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        Histogram sum = HistogramMath.add(exponential(0, 3, 4, 5), wide); // (0.5,1] (1,2] (2,4]
        assertThat(sum.zeroThreshold()).isEqualTo(2);
        assertThat(sum.zeroCount()).isEqualTo(8);
        assertThat(sum.positive().counts()).containsExactly(5);
    }

    @Test
    void customBoundsMeetAtThoseThatBothHave() {
        Histogram sum = HistogramMath.add(custom(new double[] {1, 2, 4}, 1, 2, 3, 4), custom(new double[] {1, 4}, 10, 20, 30));
        assertThat(sum.customBounds()).containsExactly(1, 4);
        assertThat(sum.positive().counts()).containsExactly(11, 25, 34);
        assertThatThrownBy(() -> HistogramMath.add(custom(new double[] {1}, 1), exponential(0, 1)))
                .isInstanceOf(PlumblineException.class);
    }

    @Test
    void bucketsEndAtPowers() {
        assertThat(HistogramMath.upperBound(0, 3)).isEqualTo(8);
        assertThat(HistogramMath.upperBound(-1, 1)).isEqualTo(4);
        assertThat(HistogramMath.upperBound(1, -2)).isEqualTo(0.5);
    }

    @Test
    void printsGapsAsZeros() {
        var h = new Histogram(0, 0, 0, 0, 0, new Buckets(new int[] {-3, 1}, new int[] {1, 1}, new double[] {5.5, 7}),
                Buckets.NONE, new double[0], CounterReset.RESET);
        assertThat(HistogramText.print(h)).isEqualTo("{{counter_reset_hint:reset offset:-3 buckets:[5.5 0 7]}}");
    }
}
