package dev.plumbline.promql.function;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Functions over {@code anchored} and {@code smoothed} range vectors. Their windows also hold the samples that lie up to
 * the lookback before the range and, smoothed, after it; {@code startMillis} and {@code endMillis} are those of the range.
 */
public final class ExtendedFunctions {
    private static final Map<String, RangeFunction> ANCHORED = new TreeMap<>(Map.of(
            "rate", (w, p, out) -> rate(w, new Extended(false, true, true), out),
            "increase", (w, p, out) -> rate(w, new Extended(false, true, false), out),
            "delta", (w, p, out) -> rate(w, new Extended(false, false, false), out),
            "changes", anchored("changes"), "resets", anchored("resets")));
    private static final Map<String, RangeFunction> SMOOTHED = new TreeMap<>(Map.of(
            "rate", (w, p, out) -> rate(w, new Extended(true, true, true), out),
            "increase", (w, p, out) -> rate(w, new Extended(true, true, false), out),
            "delta", (w, p, out) -> rate(w, new Extended(true, false, false), out)));

    private ExtendedFunctions() {}

    /** What is computed. */
    record Extended(boolean smoothed, boolean isCounter, boolean isRate) {}

    /** The functions that take anchored range vectors, by ascending name. */
    public static Map<String, RangeFunction> anchored() {
        return ANCHORED;
    }

    /** The functions that take smoothed range vectors, by ascending name. */
    public static Map<String, RangeFunction> smoothed() {
        return SMOOTHED;
    }

    private static void rate(Window w, Extended e, Output out) {
        if (w.isMixed()) {
            out.warnMetric(RangeFunctions.MIXED);
        } else if (w.histogramSize() > 0) {
            ExtendedHistograms.rate(w, e, out);
        } else {
            ExtendedFloats.rate(w, e, out);
        }
    }

    /** The function over the range and the newest sample at or before its start; nothing when the range is empty. */
    private static RangeFunction anchored(String name) {
        return (w, p, out) -> {
            if (anchor(w)) {
                Objects.requireNonNull(RangeFunctions.byName().get(name)).apply(w, p, out);
            }
        };
    }

    private static boolean anchor(Window w) {
        int f = indexAfter(w.times, w.from, w.to, w.startMillis);
        int h = indexAfter(w.histogramTimes, w.histogramFrom, w.histogramTo, w.startMillis);
        if (f == w.to && h == w.histogramTo) {
            return false;
        }
        boolean floatBefore = f > w.from;
        boolean histogramBefore = h > w.histogramFrom;
        boolean floatAnchors = floatBefore && (!histogramBefore || w.times[f - 1] >= w.histogramTimes[h - 1]);
        w.from = floatAnchors ? f - 1 : f;
        w.histogramFrom = histogramBefore && !floatAnchors ? h - 1 : h;
        return true;
    }

    /** The first index of the run whose time is greater, or {@code to}. */
    static int indexAfter(long[] times, int from, int to, long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
