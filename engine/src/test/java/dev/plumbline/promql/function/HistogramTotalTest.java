package dev.plumbline.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import org.junit.jupiter.api.Test;

class HistogramTotalTest {
    private static Histogram of(double count, double sum, CounterReset reset) {
        return new Histogram(0, count, sum, 0, 0, new Buckets(new int[] {1}, new int[] {1}, new double[] {count}), Buckets.NONE,
                new double[0], reset);
    }

    private static Histogram of(double count, double sum) {
        return of(count, sum, CounterReset.UNKNOWN);
    }

    private static Histogram total(boolean average, Histogram... histograms) {
        var total = new HistogramTotal(average);
        for (Histogram h : histograms) {
            assertThat(total.add(h)).isTrue();
        }
        return total.value();
    }

    @Test
    void smallOnesSurviveBesideLargeOnes() {
        assertThat(total(false, of(1, 1e100), of(1, 1), of(1, -1e100)).sum()).isEqualTo(1);
        assertThat(total(true, of(1, 1e100), of(1, 3), of(1, -1e100)).sum()).isEqualTo(1);
    }

    @Test
    void aMeanDoesNotOverflow() {
        double large = Double.MAX_VALUE / 1.5;
        Histogram mean = total(true, of(large, 2), of(large, 2), of(large, 2), of(large, 2));
        assertThat(mean.count() / large).isBetween(0.999999, 1.000001);
        assertThat(mean.positive().counts()[0] / large).isBetween(0.999999, 1.000001);
        assertThat(mean.sum()).isEqualTo(2);
        assertThat(total(false, of(large, 2), of(large, 2)).count()).isInfinite();
    }

    @Test
    void anInfiniteSumDoesNotTouchCounts() {
        Histogram mean = total(true, of(2, Double.POSITIVE_INFINITY), of(4, 1));
        assertThat(mean.sum()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(mean.count()).isEqualTo(3);
    }

    @Test
    void hintsAreCombinedAndConflictsNoted() {
        assertThat(total(false, of(1, 1, CounterReset.NOT_RESET), of(1, 1, CounterReset.NOT_RESET)).reset())
                .isEqualTo(CounterReset.NOT_RESET);
        assertThat(total(false, of(1, 1, CounterReset.GAUGE), of(1, 1, CounterReset.NOT_RESET)).reset()).isEqualTo(CounterReset.GAUGE);
        assertThat(total(false, of(1, 1), of(1, 1, CounterReset.NOT_RESET)).reset()).isEqualTo(CounterReset.UNKNOWN);
        var conflict = new HistogramTotal(false);
        conflict.add(of(1, 1, CounterReset.RESET));
        assertThat(conflict.hasConflictingResets()).isFalse();
        conflict.add(of(1, 1, CounterReset.NOT_RESET));
        assertThat(conflict.hasConflictingResets()).isTrue();
    }

    @Test
    void kindsOfBucketsDoNotMeetAndBoundsDo() {
        var custom = new Histogram(-53, 1, 1, 0, 0, new Buckets(new int[] {0}, new int[] {1}, new double[] {1}), Buckets.NONE,
                new double[] {1, 2}, CounterReset.UNKNOWN);
        var other = new Histogram(-53, 1, 1, 0, 0, custom.positive(), Buckets.NONE, new double[] {2, 3}, CounterReset.UNKNOWN);
        var total = new HistogramTotal(false);
        total.add(of(1, 1));
        assertThat(total.add(custom)).isFalse();
        var bounds = new HistogramTotal(true);
        bounds.add(custom);
        assertThat(bounds.pollBoundsReconciled()).isFalse();
        bounds.add(other);
        assertThat(bounds.pollBoundsReconciled()).isTrue();
        assertThat(bounds.pollBoundsReconciled()).isFalse();
        assertThat(bounds.value().customBounds()).containsExactly(2);
        assertThatThrownBy(() -> new HistogramTotal(true).value()).isInstanceOf(IllegalStateException.class);
    }
}
