package dev.plumbline.promql.function;

import dev.plumbline.promql.function.ExtendedFunctions.Extended;
import dev.plumbline.promql.function.RangeBounds.Run;

/**
 * Floats of {@code anchored} and {@code smoothed} ranges. Nothing is extrapolated: the values at the borders are those of
 * the bounding samples, or, smoothed, lie on the line between the two samples around the border.
 */
public final class ExtendedFloats {
    private ExtendedFloats() {}

    static void rate(Window w, Extended e, Output out) {
        RangeBounds bounds = RangeBounds.of(Run.floats(w), w, e.smoothed());
        if (bounds == null) {
            return;
        }
        double left = left(w, bounds, e);
        double right = right(w, bounds, e);
        double result = right - left;
        if (e.isCounter()) {
            result += lostByResets(w, bounds, left, right);
        }
        out.set(e.isRate() ? result / ((w.endMillis - w.startMillis) / 1000.0) : result);
    }

    private static double left(Window w, RangeBounds b, Extended e) {
        return e.smoothed() && w.times[b.first()] < w.startMillis
                ? between(w, b.first(), w.startMillis, e.isCounter()) : w.values[b.first()];
    }

    private static double right(Window w, RangeBounds b, Extended e) {
        return e.smoothed() && b.last() > w.from && w.times[b.last()] > w.endMillis
                ? between(w, b.last() - 1, w.endMillis, e.isCounter()) : w.values[b.last()];
    }

    private static double between(Window w, int i, long time, boolean isCounter) {
        double b = w.values[i + 1];
        double a = isCounter && b < w.values[i] ? 0 : w.values[i]; // after a reset a counter rises from 0
        return a + (b - a) * (time - w.times[i]) / (w.times[i + 1] - w.times[i]);
    }

    /** The value at a time between the floats i and i + 1 of the window, on the line between them. */
    public static double at(Window w, int i, long timeMillis) {
        return between(w, i, timeMillis, false);
    }

    /** What a counter had counted before each reset inside of the range; those at the borders are in the border values. */
    private static double lostByResets(Window w, RangeBounds b, double left, double right) {
        int from = w.times[b.first()] <= w.startMillis ? b.first() + 1 : b.first();
        int to = w.times[b.last()] >= w.endMillis ? b.last() : b.last() + 1;
        double lost = 0;
        double previous = left;
        for (int i = from; i < to; i++) {
            if (w.values[i] < previous) {
                lost += previous;
            }
            previous = w.values[i];
        }
        return right < previous ? lost + previous : lost;
    }

    /** The window's floats with one at each border of the range, whole as a series: for a range vector that is the answer. */
    public static Points bordered(Window w, boolean smoothed) {
        RangeBounds bounds = w.size() == 0 ? null : RangeBounds.choose(Run.floats(w), w, smoothed);
        if (bounds == null || w.times[bounds.last()] <= w.startMillis) {
            return new Points(new long[0], new double[0]);
        }
        var e = new Extended(smoothed, false, false);
        int from = w.times[bounds.first()] <= w.startMillis ? bounds.first() + 1 : bounds.first();
        int inner = Math.max(0, (w.times[bounds.last()] >= w.endMillis ? bounds.last() : bounds.last() + 1) - from);
        long[] times = new long[inner + 2];
        double[] values = new double[inner + 2];
        times[0] = w.startMillis;
        values[0] = left(w, bounds, e);
        System.arraycopy(w.times, from, times, 1, inner);
        System.arraycopy(w.values, from, values, 1, inner);
        times[inner + 1] = w.endMillis;
        values[inner + 1] = right(w, bounds, e);
        return new Points(times, values);
    }

    /** Columns of equal length, times ascending. */
    public record Points(long[] times, double[] values) {}
}
