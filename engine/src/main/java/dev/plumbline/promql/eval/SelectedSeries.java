package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.promql.Feature;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import java.util.List;

/**
 * The series that a selector found, and how they are read: the only place where samples come from.
 *
 * @param countsOnly whether the buckets of histograms are not looked at
 */
record SelectedSeries(Query query, List<Series> series, WindowTimes windows, boolean countsOnly) {

    RangeVector vector() {
        return new RangeVector(series.size(), i -> series.get(i).labels(), () -> {
            var reader = new Reader();
            return i -> RangeSeries.of(series.get(i).labels(), false, reader.read(i));
        }, windows, this);
    }

    /** Reads one series after the other into the same memory, on one thread. */
    final class Reader {
        private final SampleBuffer buffer = new SampleBuffer();
        private final boolean showsStarts = query.options.has(Feature.START_TIMESTAMPS);
        private long heldBytes;

        /** The samples of the i-th series; valid until the next is read. */
        Samples read(int i) {
            Samples stored = series.get(i).samples(windows.minMillis(), windows.maxMillis(), buffer);
            Samples samples = countsOnly ? HistogramStats.withoutBuckets(stored) : stored;
            holdBuffer();
            query.budget.countRead(samples.size());
            query.budget.pass(samples.size(), histogramBytes(samples));
            return samples.startTimes() == null || showsStarts ? samples
                    : new Samples(samples.times(), samples.values(), samples.histograms(), null, samples.from(), samples.to());
        }

        private void holdBuffer() {
            if (buffer.bytes() != heldBytes) {
                query.budget.holdBytes(buffer.bytes() - heldBytes);
                heldBytes = buffer.bytes();
            }
        }

        /** Collects the figures of the i-th series in a step's window; false when its samples are to be read. */
        boolean window(int i, int step, WindowFigures figures) {
            long end = windows.end(step);
            figures.clear();
            boolean known = series.get(i).window(windows.visibleAfter(end) + 1, windows.visibleTo(end), buffer, figures);
            holdBuffer();
            return known && figures.isComplete();
        }

        /** Counts samples that were seen as figures as if they had been read. */
        void count(long samples) {
            query.budget.countRead(samples);
            query.budget.pass(samples, 0);
        }

        private static long histogramBytes(Samples s) {
            long bytes = 0;
            for (int i = s.from(); s.histograms() != null && i < s.to(); i++) {
                Histogram h = s.histogram(i);
                bytes += h == null ? 0 : h.bytes();
            }
            return bytes;
        }
    }
}
