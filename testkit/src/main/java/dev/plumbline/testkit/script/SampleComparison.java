package dev.plumbline.testkit.script;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.model.HistogramText;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.testkit.script.SeriesDescription.Sample;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** When two samples count as equal. */
final class SampleComparison {
    private static final double EPSILON = 1e-6;
    private static final double SMALLEST_NORMAL = Double.MIN_NORMAL;

    private SampleComparison() {}

    /** The float rule: equal, both stale, both other NaNs, or 1e-6 apart relative to the sum of sizes. */
    static boolean almostEqual(double a, double b) {
        if (StaleMarker.is(a) || StaleMarker.is(b)) {
            return StaleMarker.is(a) && StaleMarker.is(b);
        }
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.isNaN(a) && Double.isNaN(b);
        }
        if (a == b) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < SMALLEST_NORMAL) {
            return difference < EPSILON * SMALLEST_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < EPSILON;
    }

    /** What is wrong with a sample, or null. */
    static @Nullable String problem(Sample expected, double value, @Nullable Histogram histogram) {
        Histogram wanted = expected.histogram();
        if (wanted == null) {
            if (histogram != null) {
                return "expected float value " + expected.value() + " but got histogram " + HistogramText.print(histogram);
            }
            return almostEqual(expected.value(), value) ? null : "expected " + expected.value() + " but got " + value;
        }
        if (histogram == null) {
            return "expected histogram " + HistogramText.print(wanted) + " but got float value " + value;
        }
        boolean equal = equal(HistogramMath.compact(wanted), HistogramMath.compact(histogram))
                && (!expected.resetHintSet() || wanted.reset() == histogram.reset());
        return equal ? null : "expected " + HistogramText.print(wanted) + " but got " + HistogramText.print(histogram);
    }

    private static boolean equal(Histogram a, Histogram b) {
        return a.schema() == b.schema() && a.zeroThreshold() == b.zeroThreshold()
                && Arrays.equals(a.customBounds(), b.customBounds()) && almostEqual(a.count(), b.count())
                && almostEqual(a.sum(), b.sum()) && almostEqual(a.zeroCount(), b.zeroCount())
                && equal(a.positive(), b.positive()) && equal(a.negative(), b.negative());
    }

    private static boolean equal(Histogram.Buckets a, Histogram.Buckets b) {
        if (!Arrays.equals(a.spanOffsets(), b.spanOffsets()) || !Arrays.equals(a.spanLengths(), b.spanLengths())) {
            return false;
        }
        for (int i = 0; i < a.counts().length; i++) {
            if (!almostEqual(a.counts()[i], b.counts()[i])) {
                return false;
            }
        }
        return true;
    }
}
