package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.promql.function.ExtendedFunctions.Extended;
import dev.plumbline.promql.function.RangeBounds.Run;
import org.jspecify.annotations.Nullable;

/** Native histograms of {@code anchored} and {@code smoothed} ranges, as {@link ExtendedFloats} does it with floats. */
public final class ExtendedHistograms {
    private static final String MIXED_BUCKETS =
            "vector contains a mix of histograms with exponential and custom buckets schemas for metric name";

    private ExtendedHistograms() {}

    static void rate(Window w, Extended e, Output out) {
        RangeBounds bounds = RangeBounds.of(Run.histograms(w), w, e.smoothed());
        if (bounds == null || !fitTogether(w, bounds, e, out)) {
            return;
        }
        Histogram left = left(w, bounds, e, out);
        Histogram right = right(w, bounds, e, out);
        if (!e.isCounter() && !(isGauge(left) && isGauge(right))) {
            out.warnMetric("this native histogram metric is not a gauge:");
        }
        Histogram result = combine(right, left, -1, out);
        if (e.isCounter()) {
            result = withLost(result, w, new Borders(bounds, left, right), e, out);
        }
        if (e.isRate()) {
            result = HistogramArithmetic.divide(result, (w.endMillis - w.startMillis) / 1000.0);
        }
        out.set(HistogramArithmetic.withReset(result, CounterReset.GAUGE));
    }

    private record Borders(RangeBounds bounds, Histogram left, Histogram right) {}

    private static boolean isGauge(Histogram h) {
        return h.reset() == CounterReset.GAUGE;
    }

    /** Whether all have the same kind of buckets; warns when they have not, and of gauges where a counter should be. */
    private static boolean fitTogether(Window w, RangeBounds b, Extended e, Output out) {
        boolean custom = HistogramMath.isCustom(w.histograms[b.first()]);
        for (int i = b.first(); i <= b.last(); i++) {
            if (HistogramMath.isCustom(w.histograms[i]) != custom) {
                out.warnMetric(MIXED_BUCKETS);
                return false;
            }
            if (e.isCounter() && isGauge(w.histograms[i])) {
                out.warnMetric("this native histogram metric is not a counter:");
            }
        }
        return true;
    }

    private static Histogram left(Window w, RangeBounds b, Extended e, Output out) {
        return e.smoothed() && w.histogramTimes[b.first()] < w.startMillis
                ? between(w, b.first(), w.startMillis, e.isCounter(), out) : w.histograms[b.first()];
    }

    private static Histogram right(Window w, RangeBounds b, Extended e, Output out) {
        return e.smoothed() && b.last() > w.histogramFrom && w.histogramTimes[b.last()] > w.endMillis
                ? between(w, b.last() - 1, w.endMillis, e.isCounter(), out) : w.histograms[b.last()];
    }

    /** The histogram at a time between those at i and i + 1; after a reset a counter rises from nothing. */
    private static Histogram between(Window w, int i, long time, boolean isCounter, Notes notes) {
        long from = w.histogramTimes[i];
        long to = w.histogramTimes[i + 1];
        Histogram a = w.histograms[i];
        Histogram b = w.histograms[i + 1];
        if (time == from || time == to) {
            return time == from ? a : b;
        }
        double share = (double) (time - from) / (to - from);
        if (isCounter && HistogramArithmetic.isReset(a, b)) {
            return HistogramArithmetic.scale(b, share);
        }
        return combine(HistogramArithmetic.scale(combine(b, a, -1, notes), share), a, 1, notes);
    }

    /**
     * The histogram at a time between those at i and i + 1 of the window, taken for a counter unless both are gauges; null,
     * with a warning, when their buckets cannot meet.
     */
    public static @Nullable Histogram at(Window w, int i, long timeMillis, Notes notes) {
        if (HistogramMath.isCustom(w.histograms[i]) != HistogramMath.isCustom(w.histograms[i + 1])) {
            notes.warnMetric(MIXED_BUCKETS);
            return null;
        }
        boolean isCounter = !(isGauge(w.histograms[i]) && isGauge(w.histograms[i + 1]));
        return between(w, i, timeMillis, isCounter, notes);
    }

    /** The newest histogram as it goes on: what its hint says of the one before it no longer holds. */
    public static Histogram carriedOn(Histogram h) {
        return HistogramArithmetic.withReset(h, CounterReset.UNKNOWN);
    }

    /** {@code a ± b} of one kind of buckets. */
    private static Histogram combine(Histogram a, Histogram b, double sign, Notes notes) {
        HistogramArithmetic.noteBounds(a, b, sign < 0 ? "subtraction" : "addition", notes);
        Histogram result = HistogramArithmetic.add(a, b, sign);
        if (result == null) {
            throw new IllegalArgumentException("buckets that cannot meet: their kinds were not compared before");
        }
        return result;
    }

    /**
     * The result and what a counter had counted before each reset inside of the range. The last sample is not looked at
     * itself: {@code right} is it, or has its hint. A reset that the left border was interpolated over is in {@code left}.
     */
    private static Histogram withLost(Histogram result, Window w, Borders borders, Extended e, Output out) {
        RangeBounds b = borders.bounds;
        int from = b.first() + 1;
        Histogram previous = borders.left;
        boolean leftSpansReset = e.smoothed() && w.histogramTimes[b.first()] < w.startMillis
                && HistogramArithmetic.isReset(w.histograms[b.first()], w.histograms[b.first() + 1]);
        if (leftSpansReset) {
            previous = w.histograms[from++];
        }
        if (from > b.last()) {
            return result;
        }
        Histogram lost = null;
        for (int i = from; i <= b.last(); i++) {
            Histogram next = i < b.last() ? w.histograms[i] : borders.right;
            if (HistogramArithmetic.isReset(previous, next)) {
                lost = lost == null ? previous : combine(lost, previous, 1, out);
            }
            previous = next;
        }
        return lost == null ? result : combine(result, lost, 1, out);
    }
}
