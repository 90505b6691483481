package dev.plumbline.storage;

import dev.plumbline.model.CounterResets;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import java.util.Arrays;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** A sample of {@link InMemoryStorage} without its time. */
record Point(long start, double value, @Nullable Histogram histogram) {
    boolean sameAs(Point other) {
        return histogram == null || other.histogram == null
                ? histogram == other.histogram && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(other.value)
                : unhinted(histogram).equals(unhinted(other.histogram));
    }

    /** Hints say what came before, not what is: two samples may be the same with different ones. */
    private static Histogram unhinted(Histogram h) {
        return HistogramMath.withReset(h, CounterReset.UNKNOWN);
    }

    /** A histogram is kept with what is known of a reset before it. */
    static Point kept(@Nullable Histogram before, Point point) {
        Histogram h = point.histogram;
        return h == null ? point : new Point(point.start, point.value, HistogramMath.withReset(h, CounterResets.kept(before, h)));
    }

    /** Points as columns. */
    static Samples columns(NavigableMap<Long, Point> points) {
        int n = points.size();
        var times = new long[n];
        var values = new double[n];
        @Nullable Histogram @Nullable [] histograms = null;
        var starts = new long[n];
        int i = 0;
        for (var e : points.entrySet()) {
            times[i] = e.getKey();
            values[i] = e.getValue().value;
            starts[i] = e.getValue().start;
            Histogram histogram = e.getValue().histogram;
            if (histogram != null) {
                if (histograms == null) {
                    histograms = new @Nullable Histogram[n];
                }
                histograms[i] = histogram;
            }
            i++;
        }
        boolean started = Arrays.stream(starts).anyMatch(start -> start != 0);
        return new Samples(times, values, histograms, started ? starts : null, 0, n);
    }
}
