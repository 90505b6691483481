package dev.plumbline.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CounterResetsTest {
    private static Histogram exponential(int schema, double zeroThreshold, double zeroCount, double... counts) {
        return new Histogram(schema, 100, 5, zeroThreshold, zeroCount, new Buckets(new int[] {1}, new int[] {counts.length}, counts),
                Buckets.NONE, new double[0], CounterReset.UNKNOWN);
    }

    private static Histogram custom(double[] bounds, double... counts) {
        return new Histogram(-53, 100, 5, 0, 0, new Buckets(new int[] {0}, new int[] {counts.length}, counts), Buckets.NONE,
                bounds, CounterReset.UNKNOWN);
    }

    @Test
    void anyBucketThatFallsIsAReset() {
        assertThat(CounterResets.isReset(exponential(0, 0, 0, 1, 2), exponential(0, 0, 0, 1, 2))).isFalse();
        assertThat(CounterResets.isReset(exponential(0, 0, 0, 1, 2), exponential(0, 0, 0, 2, 1))).isTrue();
        assertThat(CounterResets.isReset(exponential(0, 1, 5), exponential(0, 1, 4))).isTrue();
        assertThat(CounterResets.isReset(exponential(0, 0, 0, 1, 2), exponential(0, 0, 0, 1))).isTrue();
        assertThat(CounterResets.isReset(exponential(0, 0, 0, 1, 0), exponential(0, 0, 0, 1))).isFalse();
    }

    @Test
    void aCoarserSchemaIsComparedAndAFinerOneIsAReset() {
        Histogram fine = exponential(1, 0, 0, 1, 2, 3, 4);
        assertThat(CounterResets.isReset(fine, exponential(0, 0, 0, 3, 7))).isFalse();
        assertThat(CounterResets.isReset(fine, exponential(0, 0, 0, 3, 6))).isTrue();
        assertThat(CounterResets.isReset(exponential(0, 0, 0, 3, 7), fine)).isTrue();
    }

    @Test
    void aWiderZeroBucketTakesWhatItCoversWhole() {
        Histogram narrow = exponential(0, 0, 1, 2, 3); // (1,2]:2 (2,4]:3
        assertThat(CounterResets.isReset(narrow, exponential(0, 2, 3, 0, 3))).isFalse();
        assertThat(CounterResets.isReset(narrow, exponential(0, 2, 2, 0, 3))).isTrue();
        assertThat(CounterResets.isReset(narrow, exponential(0, 1.5, 3, 0, 3))).as("cuts a bucket").isTrue();
        assertThat(CounterResets.isReset(exponential(0, 2, 3, 0, 3), narrow)).as("narrower").isTrue();
    }

    @Test
    void customBoundsAreComparedWhereBothHaveThem() {
        Histogram before = custom(new double[] {1, 2, 4}, 1, 2, 3, 4);
        assertThat(CounterResets.isReset(before, custom(new double[] {2, 4}, 3, 3, 4))).isFalse();
        assertThat(CounterResets.isReset(before, custom(new double[] {2, 4}, 2, 9, 9))).isTrue();
        assertThat(CounterResets.isReset(before, custom(new double[] {7}, 6, 4))).isFalse();
        assertThat(CounterResets.isReset(before, custom(new double[] {7}, 5, 4))).isTrue();
        assertThat(CounterResets.isReset(exponential(0, 0, 0, 1), before)).isTrue();
        assertThat(CounterResets.isReset(before, exponential(0, 0, 0, 1))).isTrue();
    }

    @Test
    void aHintThatKnowsIsBelieved() {
        Histogram less = exponential(0, 0, 0, 1, 1);
        Histogram more = exponential(0, 0, 0, 2, 2);
        assertThat(CounterResets.isReset(more, HistogramMath.withReset(less, CounterReset.NOT_RESET))).isFalse();
        assertThat(CounterResets.isReset(less, HistogramMath.withReset(more, CounterReset.RESET))).isTrue();
        assertThat(CounterResets.isReset(more, HistogramMath.withReset(less, CounterReset.GAUGE))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(CounterReset.class)
    void storesKeepWhatTheyCanKnow(CounterReset told) {
        Histogram before = exponential(0, 0, 0, 1, 1);
        Histogram more = HistogramMath.withReset(exponential(0, 0, 0, 2, 2), told);
        Histogram finer = HistogramMath.withReset(exponential(1, 0, 0, 2, 2), told);
        boolean gauge = told == CounterReset.GAUGE;
        assertThat(CounterResets.kept(null, more)).isEqualTo(gauge ? told : CounterReset.UNKNOWN);
        assertThat(CounterResets.kept(before, more)).isEqualTo(
                gauge ? told : told == CounterReset.RESET ? CounterReset.UNKNOWN : CounterReset.NOT_RESET);
        assertThat(CounterResets.kept(more, HistogramMath.withReset(before, told))).isEqualTo(gauge ? told : CounterReset.UNKNOWN);
        assertThat(CounterResets.kept(before, finer)).isEqualTo(gauge ? told : CounterReset.UNKNOWN);
        assertThat(CounterResets.kept(HistogramMath.withReset(before, CounterReset.GAUGE), more))
                .isEqualTo(gauge ? told : CounterReset.UNKNOWN);
    }
}
