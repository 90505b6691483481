package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Downsampled;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series and where its samples are: mostly on one timeline.
 *
 * @param id its number in memory, -1 when it is in blocks only
 * @param columns its column in each part of the timeline
 * @param beside what else it has
 */
record StoredSeries(int id, Labels labels, Timeline timeline, int[] columns, Beside beside) implements Series {

    /**
     * What few series have.
     *
     * @param others where parts overlap: timelines of their own
     * @param late what came out of order and is in no table yet, of the whole range that was asked for
     * @param rows downsampled tables, ascending by time
     */
    record Beside(List<Other> others, Samples late, List<DownsampledReader.Part> rows) {
        static final Beside NOTHING = new Beside(List.of(), Samples.NONE, List.of());
    }

    /** Another timeline that has samples of the series. */
    record Other(Timeline timeline, int[] columns) {}

    @Override
    public Samples samples(long minMillis, long maxMillis) {
        return samples(minMillis, maxMillis, new SampleBuffer());
    }

    @Override
    public Samples samples(long minMillis, long maxMillis, SampleBuffer buffer) {
        if (minMillis > maxMillis) {
            return Samples.NONE;
        }
        var span = new Snapshot.Span(minMillis, maxMillis);
        return beside.rows.isEmpty() ? raw(span, buffer) : new DownsampledSeries(this, List.of()).samples(span, buffer);
    }

    /** What is there as it came. */
    Samples raw(Snapshot.Span span, SampleBuffer buffer) {
        Samples merged = timeline.read(columns, id, span, buffer);
        for (Other other : beside.others) {
            Samples next = other.timeline.read(other.columns, id, span, new SampleBuffer());
            merged = merged.isEmpty() ? next : next.isEmpty() ? merged : merge(merged, next);
        }
        Samples behind = beside.late.isEmpty() ? beside.late : part(beside.late, span);
        return behind.isEmpty() ? merged : merged.isEmpty() ? behind : merge(merged, behind);
    }

    private static Samples part(Samples run, Snapshot.Span span) {
        int from = run.from();
        int to = run.to();
        while (from < to && run.times()[from] < span.min()) {
            from++;
        }
        while (from < to && run.times()[to - 1] > span.max()) {
            to--;
        }
        return new Samples(run.times(), run.values(), run.histograms(), run.startTimes(), from, to);
    }

    @Override
    public boolean window(long minMillis, long maxMillis, SampleBuffer buffer, WindowFigures figures) {
        if (minMillis > maxMillis) {
            return false;
        }
        var span = new Snapshot.Span(minMillis, maxMillis);
        figures.clear();
        return beside.rows.isEmpty() ? rawWindow(span, buffer, figures) : new DownsampledSeries(this, List.of()).window(span, buffer, figures);
    }

    /** Adds the figures of what is there as it came; false, with nothing added, when reading it costs about the same. */
    boolean rawWindow(Snapshot.Span span, SampleBuffer buffer, WindowFigures figures) {
        if (!beside.late.isEmpty() && !part(beside.late, span).isEmpty()) {
            return false;
        }
        return beside.others.isEmpty() ? timeline.window(columns, id, span, buffer, figures)
                : new OverlappingParts(this).window(span, buffer, figures);
    }

    @Override
    public @Nullable Downsampled downsampled() {
        return beside.rows.isEmpty() ? null : new DownsampledSeries(this, List.of()).extent();
    }

    /** Both in order of time; of two samples at one time the first one's. */
    static Samples merge(Samples a, Samples b) {
        if (isPlain(a) && isPlain(b)) {
            return mergeFloats(a, b);
        }
        var times = new long[a.size() + b.size()];
        var values = new double[times.length];
        var extras = new Extras(times.length);
        int n = 0;
        boolean tookA = true;
        for (int i = a.from(), j = b.from(); i < a.to() || j < b.to(); n++) {
            boolean takeA = j == b.to() || i < a.to() && a.times()[i] <= b.times()[j];
            boolean seam = takeA != tookA; // the histogram before is another than where it comes from
            tookA = takeA;
            times[n] = takeA ? a.times()[i] : b.times()[j];
            values[n] = takeA ? a.values()[i] : b.values()[j];
            extras.put(n, histogram(takeA ? a : b, takeA ? i : j, seam), (takeA ? a : b).startTime(takeA ? i : j));
            j += j < b.to() && b.times()[j] == times[n] ? 1 : 0;
            i += takeA ? 1 : 0;
        }
        return extras.with(times, values, 0, n);
    }

    private static boolean isPlain(Samples s) {
        return s.histograms() == null && s.startTimes() == null;
    }

    /** Mostly one of them ends before the other begins. */
    private static Samples mergeFloats(Samples a, Samples b) {
        var times = new long[a.size() + b.size()];
        var values = new double[times.length];
        int i = a.from();
        int j = b.from();
        int n = 0;
        while (i < a.to() && j < b.to()) {
            if (a.times()[i] <= b.times()[j]) {
                int end = a.times()[a.to() - 1] < b.times()[j] ? a.to() : i + 1;
                j += b.times()[j] == a.times()[i] ? 1 : 0;
                n = copy(a, i, end, times, values, n);
                i = end;
            } else {
                int end = b.times()[b.to() - 1] < a.times()[i] ? b.to() : j + 1;
                n = copy(b, j, end, times, values, n);
                j = end;
            }
        }
        n = copy(a, i, a.to(), times, values, n);
        n = copy(b, j, b.to(), times, values, n);
        return Samples.floats(times, values, 0, n);
    }

    private static int copy(Samples from, int begin, int end, long[] times, double[] values, int at) {
        System.arraycopy(from.times(), begin, times, at, end - begin);
        System.arraycopy(from.values(), begin, values, at, end - begin);
        return at + end - begin;
    }

    private static @Nullable Histogram histogram(Samples from, int i, boolean seam) {
        Histogram h = from.histogram(i);
        return h == null || !seam || h.reset() == CounterReset.GAUGE ? h : HistogramMath.withReset(h, CounterReset.UNKNOWN);
    }
}
