package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import java.util.Arrays;

/** A series as a block has it: the summaries of its chunks, then packed frames, four a chunk, in one array of bytes; a sample in every row. */
final class PackedChunks implements Series {
    static final int CHUNK = 4 * OpenFrame.MAX_ROWS;
    private final Labels labels;
    private final Rows rows;
    private final byte[] bytes;
    private final int[] summaries; // where each chunk's starts
    private final int summaryBytes;
    private final int[] frames; // where each frame's column starts
    private final double[] frame = new double[OpenFrame.MAX_ROWS]; // one thread reads a series

    /** What the series of a block share: times, what the window planned last sees of them, and whether figures are used. */
    static final class Rows {
        final long[] times;
        final long[][] frames;
        final boolean summaries;
        private long min = 1;
        private long max;
        private ChunkWindow[] plan = {};
        private int firstChunk;

        Rows(long[] times, boolean summaries) {
            this.times = times;
            this.summaries = summaries;
            frames = new long[Math.ceilDiv(times.length, OpenFrame.MAX_ROWS)][];
            Arrays.setAll(frames, f -> Arrays.copyOfRange(times, f * OpenFrame.MAX_ROWS, Math.min(times.length, (f + 1) * OpenFrame.MAX_ROWS)));
        }

        private void plan(long newMin, long newMax) {
            if (newMin == min && newMax == max) {
                return;
            }
            min = newMin;
            max = newMax;
            int from = row(min);
            int to = row(max + 1);
            firstChunk = from / CHUNK;
            plan = new ChunkWindow[from < to ? (to - 1) / CHUNK - firstChunk + 1 : 0];
            for (int i = 0; i < plan.length; i++) {
                int begin = (firstChunk + i) * CHUNK;
                int rows = Math.min(CHUNK, times.length - begin);
                plan[i] = ChunkWindow.of(rows, Math.max(0, from - begin), Math.min(rows, to - begin));
            }
        }

        private int row(long time) {
            int row = Arrays.binarySearch(times, time);
            return row < 0 ? -row - 1 : row;
        }
    }

    PackedChunks(Labels labels, Rows rows, double[] values, SummaryBuilder builder) {
        this.labels = labels;
        this.rows = rows;
        summaries = new int[Math.ceilDiv(values.length, CHUNK)];
        frames = new int[Math.ceilDiv(values.length, OpenFrame.MAX_ROWS)];
        var out = new Bytes(values.length * 2);
        for (int begin = 0; begin < values.length; begin += CHUNK) {
            int end = Math.min(values.length, begin + CHUNK);
            summaries[begin / CHUNK] = out.length;
            builder.begin().add(0, values, begin, end).finish().write(new Bytes(64), out);
        }
        summaryBytes = out.length;
        for (int f = 0; f < values.length; f += OpenFrame.MAX_ROWS) {
            frames[f / OpenFrame.MAX_ROWS] = out.length;
            pack(values, f, Math.min(values.length, f + OpenFrame.MAX_ROWS), out);
        }
        out.fixedLong(0);
        bytes = Arrays.copyOf(out.array, out.length);
    }

    private static void pack(double[] values, int from, int to, Bytes out) {
        var token = new byte[Tokens.MAX_BYTES];
        var tokens = new Bytes(1024);
        var state = new Tokens();
        for (int i = from; i < to; i++) {
            int size = Tokens.write(values[i], state.mantissa, state.decimals, true, token, 0);
            tokens.bytes(token, 0, size);
            long mantissa = state.mantissa;
            int decimals = state.decimals;
            state.on(token, 0, size);
            state.mantissa = mantissa;
            state.decimals = decimals;
            state.next();
        }
        new ColumnPacker().pack(new Tokens().on(tokens.array, 0, tokens.length), to - from, out);
    }

    /** Bytes of all summaries. */
    int summaryBytes() {
        return summaryBytes;
    }

    int chunks() {
        return summaries.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int summaryAt(int chunk) {
        return summaries[chunk];
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public Samples samples(long minMillis, long maxMillis) {
        return samples(minMillis, maxMillis, new SampleBuffer());
    }

    @Override
    public Samples samples(long minMillis, long maxMillis, SampleBuffer buffer) {
        int from = rows.row(minMillis);
        int to = rows.row(maxMillis + 1);
        double[] values = buffer.values(rows.times.length);
        for (int f = from / OpenFrame.MAX_ROWS; f * OpenFrame.MAX_ROWS < to; f++) {
            read(f, values, f * OpenFrame.MAX_ROWS);
        }
        return Samples.floats(rows.times, values, from, to);
    }

    private void read(int f, double[] out, int at) {
        int count = Math.min(OpenFrame.MAX_ROWS, rows.times.length - f * OpenFrame.MAX_ROWS);
        new ColumnReader(new Tokens().on(bytes, frames[f], bytes.length), count).read(out, new Run.Place(at, count, new Gaps()));
    }

    @Override
    public boolean window(long minMillis, long maxMillis, SampleBuffer buffer, WindowFigures figures) {
        if (!rows.summaries) {
            return false;
        }
        rows.plan(minMillis, maxMillis);
        var tokens = new Tokens();
        for (int i = 0; i < rows.plan.length; i++) {
            int chunk = rows.firstChunk + i;
            ChunkSummary summary = ChunkSummary.read(tokens.on(bytes, summaries[chunk], bytes.length), figures.wanted());
            rows.plan[i].add(summary, new Chunk(chunk * CHUNK), figures);
        }
        return true;
    }

    /** One chunk's rows. */
    private final class Chunk implements ChunkWindow.Rows {
        private final int begin;

        Chunk(int begin) {
            this.begin = begin;
        }

        @Override
        public long time(int row) {
            return rows.times[begin + row];
        }

        @Override
        public void unpack(int from, int to, WindowFigures figures) {
            for (int f = (begin + from) / OpenFrame.MAX_ROWS; f * OpenFrame.MAX_ROWS < begin + to; f++) {
                int at = f * OpenFrame.MAX_ROWS;
                read(f, frame, 0);
                int first = Math.max(at, begin + from);
                figures.add(rows.frames[f], frame, first - at, Math.min(at + OpenFrame.MAX_ROWS, begin + to) - at);
            }
        }
    }
}
