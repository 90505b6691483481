package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.function.Window;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series of a range vector: its floats and its histograms as separate columns without staleness markers. Where the
 * store's run needs no cleaning its arrays are kept, so that series scraped together still share their times.
 */
record RangeSeries(Labels labels, boolean dropName, long[] times, double[] values, int from, int to, long[] histogramTimes,
        Histogram[] histograms, @Nullable Starts starts) {
    /** Since when the samples' counters count, in the order of the floats and of the histograms; 0 where not known. */
    record Starts(long[] floats, long[] histograms) {}

    private static final long[] NO_TIMES = {};
    private static final Histogram[] NO_HISTOGRAMS = {};

    static RangeSeries of(Labels labels, boolean dropName, Samples s) {
        if (s.histograms() == null && !hasStale(s)) {
            long[] known = s.startTimes();
            Starts starts = known == null ? null : new Starts(known, NO_TIMES);
            return new RangeSeries(labels, dropName, s.times(), s.values(), s.from(), s.to(), NO_TIMES, NO_HISTOGRAMS, starts);
        }
        return split(labels, dropName, s);
    }

    private static boolean hasStale(Samples s) {
        for (int i = s.from(); i < s.to(); i++) {
            if (StaleMarker.is(s.values()[i])) {
                return true;
            }
        }
        return false;
    }

    private static RangeSeries split(Labels labels, boolean dropName, Samples s) {
        long[] times = new long[s.size()];
        double[] values = new double[s.size()];
        int n = 0;
        List<Long> histogramTimes = new ArrayList<>();
        var starts = new Starts(new long[s.size()], new long[s.size()]);
        List<Histogram> histograms = new ArrayList<>();
        for (int i = s.from(); i < s.to(); i++) {
            Histogram h = s.histogram(i);
            if (h != null && !StaleMarker.is(h.sum())) {
                starts.histograms[histograms.size()] = s.startTime(i);
                histogramTimes.add(s.times()[i]);
                histograms.add(h);
            } else if (h == null && !StaleMarker.is(s.values()[i])) {
                starts.floats[n] = s.startTime(i);
                times[n] = s.times()[i];
                values[n++] = s.values()[i];
            }
        }
        return new RangeSeries(labels, dropName, times, values, 0, n,
                histogramTimes.stream().mapToLong(Long::longValue).toArray(), histograms.toArray(Histogram[]::new),
                s.startTimes() == null ? null : starts);
    }

    int size() {
        return to - from + histograms.length;
    }

    boolean hasHistograms() {
        return histograms.length > 0;
    }

    Window window() {
        var window = new Window(times, values, histogramTimes, histograms);
        if (starts != null) {
            window.starts = starts.floats;
            window.histogramStarts = starts.histograms;
        }
        return window;
    }
}
