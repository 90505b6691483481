package dev.plumbline.promql.function;

/**
 * What the start times of samples say about a counter. A start is since when the counter counts, in ms since the epoch; 0
 * is not known, and one at its sample's own time or after it says nothing either. Indexes are those of the window's columns.
 */
final class StartTimes {
    static final String OVERLAP = "sample has start time that overlaps with previous sample timestamp for metric";

    private StartTimes() {}

    /**
     * Whether the counter began anew between two samples. A start exactly at the previous sample is a new beginning for
     * a series of deltas, whose every sample has one, but not for a counter of which only the start was not known before.
     */
    static boolean isReset(long previousStart, long previousTime, long start, long time) {
        if (start == 0 || start >= time || start < previousTime) {
            return false;
        }
        return start > previousTime || previousStart != 0 && previousStart < previousTime;
    }

    /** Whether a sample claims to count since before the previous one, and not since the same time as that. */
    private static boolean overlaps(long previousStart, long previousTime, long start) {
        return start != 0 && start < previousTime && start != previousStart;
    }

    /** Whether the starts tell of a reset between the float before i and that at i. */
    static boolean resetsFloat(Window w, int i) {
        return w.starts != null && isReset(w.starts[i - 1], w.times[i - 1], w.starts[i], w.times[i]);
    }

    /** Whether the histogram at i begins anew after the one before it, by its start or by its counts. */
    static boolean resetsHistogram(Window w, int i) {
        return startResetsHistogram(w, i) || HistogramArithmetic.isReset(w.histograms[i - 1], w.histograms[i]);
    }

    static boolean startResetsHistogram(Window w, int i) {
        return w.histogramStarts != null
                && isReset(w.histogramStarts[i - 1], w.histogramTimes[i - 1], w.histogramStarts[i], w.histogramTimes[i]);
    }

    /** Whether the counter of the window's first float began within the range, before that sample. */
    static boolean beginWithFloat(Window w) {
        return w.starts != null && isWithin(w, w.starts[w.from], w.times[w.from]);
    }

    /** Whether the counter of the window's first histogram began within the range, before that sample. */
    static boolean beginWithHistogram(Window w) {
        return w.histogramStarts != null
                && isWithin(w, w.histogramStarts[w.histogramFrom], w.histogramTimes[w.histogramFrom]);
    }

    private static boolean isWithin(Window w, long start, long firstTime) {
        return start != 0 && start > w.startMillis && start < firstTime;
    }

    /** Warns once when starts of the window's floats overlap samples. */
    static void noteFloatOverlap(Window w, Notes notes) {
        if (w.starts != null) {
            noteOverlap(w.starts, w.times, new int[] {w.from, w.to}, notes);
        }
    }

    /** Warns once when starts of the window's histograms overlap samples. */
    static void noteHistogramOverlap(Window w, Notes notes) {
        if (w.histogramStarts != null) {
            noteOverlap(w.histogramStarts, w.histogramTimes, new int[] {w.histogramFrom, w.histogramTo}, notes);
        }
    }

    private static void noteOverlap(long[] starts, long[] times, int[] run, Notes notes) {
        for (int i = run[0] + 1; i < run[1]; i++) {
            if (overlaps(starts[i - 1], times[i - 1], starts[i])) {
                notes.countMetric(OVERLAP);
                return;
            }
        }
    }
}
