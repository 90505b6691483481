package dev.plumbline.promql.function;

import org.jspecify.annotations.Nullable;

/**
 * Which samples stand for the borders of an {@code anchored} or {@code smoothed} range: the newest at or before its start,
 * else its first; the last of all, or, smoothed, the first at or after its end. Indexes into the column of times.
 */
record RangeBounds(int first, int last) {

    /** The times of the samples {@code [from..to)} of a column. */
    record Run(long[] times, int from, int to) {
        static Run floats(Window w) {
            return new Run(w.times, w.from, w.to);
        }

        static Run histograms(Window w) {
            return new Run(w.histogramTimes, w.histogramFrom, w.histogramTo);
        }
    }

    /** The bounds in the run, which is not empty; null when there is nothing to measure. */
    static @Nullable RangeBounds of(Run run, Window w, boolean smoothed) {
        RangeBounds b = choose(run, w, smoothed);
        return run.times[b.last] <= w.startMillis || smoothed && run.times[b.first] > w.endMillis ? null : b;
    }

    /** The bounds, also where the range holds nothing. */
    static RangeBounds choose(Run run, Window w, boolean smoothed) {
        int newest = run.to - 1;
        int first = Math.max(run.from, ExtendedFunctions.indexAfter(run.times, run.from, newest, w.startMillis) - 1);
        int last = smoothed ? ExtendedFunctions.indexAfter(run.times, run.from, newest, w.endMillis - 1) : newest;
        return new RangeBounds(first, last);
    }
}
