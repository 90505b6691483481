package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.function.Window;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * One series of a range vector: its floats and its histograms as separate columns without staleness markers. Where the
 * store's run needs no cleaning its arrays are kept, so that series scraped together still share their times.
 */
record RangeSeries(Labels labels, boolean dropName, long[] times, double[] values, int from, int to, long[] histogramTimes,
        Histogram[] histograms) {
    private static final long[] NO_TIMES = {};
    private static final Histogram[] NO_HISTOGRAMS = {};

    static RangeSeries of(Labels labels, boolean dropName, Samples s) {
        if (s.histograms() == null && !hasStale(s)) {
            return new RangeSeries(labels, dropName, s.times(), s.values(), s.from(), s.to(), NO_TIMES, NO_HISTOGRAMS);
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
        List<Histogram> histograms = new ArrayList<>();
        for (int i = s.from(); i < s.to(); i++) {
            Histogram h = s.histogram(i);
            if (h != null && !StaleMarker.is(h.sum())) {
                histogramTimes.add(s.times()[i]);
                histograms.add(h);
            } else if (h == null && !StaleMarker.is(s.values()[i])) {
                times[n] = s.times()[i];
                values[n++] = s.values()[i];
            }
        }
        return new RangeSeries(labels, dropName, times, values, 0, n,
                histogramTimes.stream().mapToLong(Long::longValue).toArray(), histograms.toArray(Histogram[]::new));
    }

    int size() {
        return to - from + histograms.length;
    }

    boolean hasHistograms() {
        return histograms.length > 0;
    }

    Window window() {
        return new Window(times, values, histogramTimes, histograms);
    }
}
