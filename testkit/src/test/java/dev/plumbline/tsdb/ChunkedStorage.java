package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What another storage has, cut into chunks with summaries as a block on disk has them: all series share one column of times, in which
 * a series has no sample where another has one. Summaries are kept as bytes. Says how many samples were unpacked for windows.
 */
public final class ChunkedStorage implements Queryable {
    private final Queryable all;
    private final int frameRows;
    private final long[] times;
    private final AtomicLong unpacked = new AtomicLong();

    /** @param frameRows rows of a frame; four are a chunk */
    public ChunkedStorage(Queryable all, int frameRows) {
        this.all = all;
        this.frameRows = frameRows;
        var found = new TreeSet<Long>();
        try (Querier querier = all.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            for (Series s : querier.select(List.of())) {
                Samples samples = s.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                Arrays.stream(samples.times(), samples.from(), samples.to()).forEach(found::add);
            }
        }
        times = found.stream().mapToLong(Long::longValue).toArray();
    }

    /** Samples that were unpacked for figures since the last time that this was asked. */
    public long unpacked() {
        return unpacked.getAndSet(0);
    }

    @Override
    public Querier querier(long minMillis, long maxMillis) {
        Querier querier = all.querier(minMillis, maxMillis);
        return new Querier() {
            @Override
            public List<Series> select(List<LabelMatcher> matchers) {
                return querier.select(matchers).stream().map(s -> (Series) new Chunked(s)).toList();
            }

            @Override
            public List<String> labelNames(Collection<LabelMatcher> matchers) {
                return querier.labelNames(matchers);
            }

            @Override
            public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
                return querier.labelValues(name, matchers);
            }

            @Override
            public void close() {
                querier.close();
            }
        };
    }

    /** A summary of the series' rows from … to - 1, as bytes. */
    byte[] summary(Samples samples, int from, int to) {
        SummaryBuilder builder = new SummaryBuilder().begin();
        for (int i = samples.from(); i < samples.to(); i++) {
            int row = Arrays.binarySearch(times, samples.times()[i]);
            if (row >= from && row < to) {
                if (samples.histogram(i) != null) {
                    builder.noteHistogram();
                } else {
                    builder.add(row - from, samples.values()[i]);
                }
                if (samples.startTime(i) != 0) {
                    builder.noteStart();
                }
            }
        }
        var out = new Bytes(16);
        builder.finish().write(new Bytes(16), out);
        return Arrays.copyOf(out.array, out.length);
    }

    private final class Chunked implements Series {
        private final Series whole;

        Chunked(Series whole) {
            this.whole = whole;
        }

        @Override
        public Labels labels() {
            return whole.labels();
        }

        @Override
        public Samples samples(long minMillis, long maxMillis) {
            return whole.samples(minMillis, maxMillis);
        }

        @Override
        public boolean window(long minMillis, long maxMillis, SampleBuffer buffer, WindowFigures figures) {
            Samples samples = whole.samples(Long.MIN_VALUE, Long.MAX_VALUE);
            int chunkRows = 4 * frameRows;
            for (int begin = 0; begin < times.length; begin += chunkRows) {
                int end = Math.min(times.length, begin + chunkRows);
                int from = rowAtOrAfter(minMillis, begin, end);
                int to = maxMillis == Long.MAX_VALUE ? end : rowAtOrAfter(maxMillis + 1, begin, end);
                if (from < to) {
                    byte[] bytes = summary(samples, begin, end);
                    ChunkSummary summary = ChunkSummary.read(new Tokens().on(bytes, 0, bytes.length), figures.wanted());
                    ChunkWindow.of(end - begin, from - begin, to - begin, frameRows)
                            .add(summary, new ChunkRows(whole, begin), figures);
                }
            }
            return true;
        }

        private static int clamp(int row, int begin, int end) {
            return Math.max(begin, Math.min(end, row));
        }

        private int rowAtOrAfter(long time, int begin, int end) {
            int row = Arrays.binarySearch(times, time);
            return clamp(row < 0 ? -row - 1 : row, begin, end);
        }
    }

    private final class ChunkRows implements ChunkWindow.Rows {
        private final Series series;
        private final int begin;

        ChunkRows(Series series, int begin) {
            this.series = series;
            this.begin = begin;
        }

        @Override
        public long time(int row) {
            return times[begin + row];
        }

        @Override
        public void unpack(int from, int to, WindowFigures figures) {
            Samples samples = series.samples(times[begin + from], times[begin + to - 1]);
            unpacked.addAndGet(samples.size());
            figures.add(samples);
        }
    }
}
