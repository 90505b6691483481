package dev.plumbline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramBucketsTest {
    private static final Buckets SPARSE = new Buckets(new int[] {1, 0, 2}, new int[] {2, 0, 1}, new double[] {3, 0, 5});
    private static final Histogram BOTH =
            new Histogram(0, 20, 1, 0.5, 2, SPARSE, SPARSE, new double[0], CounterReset.UNKNOWN);
    private static final Histogram CUSTOM = new Histogram(-53, 6, 1, 0, 0,
            new Buckets(new int[] {0}, new int[] {3}, new double[] {1, 2, 3}), Buckets.NONE, new double[] {5, 10}, CounterReset.UNKNOWN);

    private static List<String> all(HistogramBuckets buckets) {
        var texts = new ArrayList<String>();
        while (buckets.next()) {
            texts.add((buckets.lowerInclusive() ? "[" : "(") + buckets.lower() + "," + buckets.upper()
                    + (buckets.upperInclusive() ? "]" : ")") + ":" + buckets.count());
        }
        return texts;
    }

    @Test
    void ascendFromTheNegativeOverZero() {
        assertThat(all(HistogramBuckets.ascending(BOTH))).containsExactly("[-32.0,-16.0):5.0", "[-2.0,-1.0):3.0", "[-0.5,0.5]:2.0",
                "(1.0,2.0]:3.0", "(16.0,32.0]:5.0");
        assertThat(all(HistogramBuckets.descending(BOTH))).isEqualTo(all(HistogramBuckets.ascending(BOTH)).reversed());
    }

    @Test
    void theZeroBucketCutsItsNeighbours() {
        var wide = new Histogram(0, 20, 1, 1.5, 2, SPARSE, SPARSE, new double[0], CounterReset.UNKNOWN);
        assertThat(all(HistogramBuckets.ascending(wide))).contains("[-2.0,-1.5):3.0", "(1.5,2.0]:3.0");
        assertThat(all(HistogramBuckets.unclipped(wide))).contains("[-2.0,-1.0):3.0", "(1.0,2.0]:3.0");
    }

    @Test
    void aZeroBucketBelowNothingIsOnlyInTexts() {
        var negative = new Histogram(0, 1, 1, 0.5, -2, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.GAUGE);
        assertThat(all(HistogramBuckets.ascending(negative))).isEmpty();
        assertThat(all(HistogramBuckets.unclipped(negative))).containsExactly("[-0.5,0.5]:-2.0");
    }

    @Test
    void customBucketsAreOpenAtBothEnds() {
        assertThat(all(HistogramBuckets.ascending(CUSTOM))).containsExactly("[-Infinity,5.0]:1.0", "(5.0,10.0]:2.0", "(10.0,Infinity]:3.0");
        assertThat(all(HistogramBuckets.descending(CUSTOM))).hasSize(3);
    }

    @Test
    void nothingIsNothing() {
        var empty = new Histogram(3, 0, 0, 0, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        assertThat(all(HistogramBuckets.ascending(empty))).isEmpty();
        assertThat(all(HistogramBuckets.descending(empty))).isEmpty();
    }

    @Test
    void aBuilderMakesASpanOfEachRun() {
        var builder = new BucketBuilder(1);
        for (int i : new int[] {-3, -2, 5, 6, 7, 8, 20}) {
            builder.add(i, i);
        }
        assertThat(builder.build()).isEqualTo(
                new Buckets(new int[] {-3, 6, 11}, new int[] {2, 4, 1}, new double[] {-3, -2, 5, 6, 7, 8, 20}));
        assertThatThrownBy(() -> builder.add(20, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("20");
        assertThat(new BucketBuilder(0).build()).isEqualTo(Buckets.NONE);
    }

    @Test
    void denseCountsHaveZerosInGaps() {
        assertThat(HistogramMath.dense(SPARSE)).containsExactly(3, 0, 0, 0, 5);
        assertThat(HistogramMath.dense(Buckets.NONE)).isEmpty();
    }
}
