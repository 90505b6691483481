package dev.plumbline.tsdb;

import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a block's table that a window sees, planned once for all series of the table: whole chunks are answered from their
 * summaries, of those that the window cuts the frame of the cut is unpacked. Thread-safe.
 */
final class TableWindow {
    private static final int ROWS = OpenFrame.MAX_ROWS;
    private static final int CHUNK_ROWS = ROWS * ColumnEncoder.CHUNK_FRAMES;

    /** Frames whose times are kept: those at the ends are all that a window needs as a rule. */
    private static final int MOST_KEPT = 8;

    private final BlockTable table;
    private final int rows;
    private final int firstChunk;
    private final ChunkWindow[] chunks;
    private final Map<Integer, long[]> times = new ConcurrentHashMap<>();

    /** The rows from … to (exclusive), at least one. */
    private TableWindow(BlockTable table, int from, int to) {
        this.table = table;
        this.rows = to - from;
        firstChunk = from / CHUNK_ROWS;
        chunks = new ChunkWindow[(to - 1) / CHUNK_ROWS + 1 - firstChunk];
        for (int i = 0; i < chunks.length; i++) {
            int start = (firstChunk + i) * CHUNK_ROWS;
            int chunkRows = Math.min(CHUNK_ROWS, table.rows() - start);
            chunks[i] = ChunkWindow.of(chunkRows, Math.max(0, from - start), Math.min(chunkRows, to - start));
        }
    }

    /** Of the rows in a range; null when there is none. */
    static @Nullable TableWindow of(BlockTable table, Snapshot.Span span) {
        int from = table.rowAtOrAfter(span.min());
        int to = span.max() == Long.MAX_VALUE ? table.rows() : table.rowAtOrAfter(span.max() + 1);
        return from < to ? new TableWindow(table, from, to) : null;
    }

    /** Adds what the window sees of a column. */
    void add(int column, WindowFigures figures) {
        try {
            if (figures.wanted() == Figure.COUNT && table.isFull(column)) {
                figures.count(rows);
                return;
            }
            var read = new ColumnRows(table.column(column));
            for (int c = 0; c < firstChunk; c++) {
                read.column.next(null);
            }
            for (int i = 0; i < chunks.length; i++) {
                read.chunk = firstChunk + i;
                ChunkSummary summary = read.column.next(figures.wanted());
                if (summary == null) {
                    read.unpack(chunks[i].from(), chunks[i].to(), figures);
                } else {
                    chunks[i].add(summary, read, figures);
                }
            }
        } catch (MalformedBytes | IndexOutOfBoundsException e) {
            throw table.damaged(column, e);
        }
    }

    private long[] times(int frame) {
        long[] known = times.get(frame);
        if (known == null) {
            known = new long[table.rowsOf(frame)];
            table.times(frame, frame + 1, known, 0);
            if (times.size() < MOST_KEPT) {
                times.put(frame, known);
            }
        }
        return known;
    }

    private final class ColumnRows implements ChunkWindow.Rows {
        final BlockColumn column;
        int chunk;

        ColumnRows(BlockColumn column) {
            this.column = column;
        }

        @Override
        public long time(int row) {
            return table.time(chunk * CHUNK_ROWS + row);
        }

        @Override
        public void unpack(int from, int to, WindowFigures figures) {
            for (int f = from / ROWS; f <= (to - 1) / ROWS; f++) {
                frame(chunk * ColumnEncoder.CHUNK_FRAMES + f, Math.max(0, from - f * ROWS), Math.min(ROWS, to - f * ROWS), figures);
            }
        }

        private void frame(int frame, int from, int to, WindowFigures figures) {
            if (column.length(frame) == 0) {
                return;
            }
            int rows = table.rowsOf(frame);
            byte[] bytes = column.frames(frame, frame + 1);
            var values = new double[rows];
            var missing = new Gaps();
            column.values(frame, bytes, 0, values, new Run.Place(0, to, missing));
            if ((bytes[0] & ColumnPacker.EXTRAS) != 0 && hasHistograms(bytes, rows, values, from, to)) {
                figures.giveUp();
            } else if (missing.isEmpty()) {
                figures.add(times(frame), values, from, to);
            } else {
                present(frame, values, missing, from, to, figures);
            }
        }

        private boolean hasHistograms(byte[] bytes, int rows, double[] values, int from, int to) {
            var extras = new Extras(rows);
            new ColumnReader(new Tokens().on(bytes, 0, bytes.length), rows).extras(values, 0, extras);
            for (int r = from; r < to; r++) {
                if (extras.histogram(r) != null) {
                    return true;
                }
            }
            return false;
        }

        private void present(int frame, double[] values, Gaps missing, int from, int to, WindowFigures figures) {
            var some = new long[to - from];
            int n = 0;
            for (int r = missing.nextPresent(from); r < to; r = missing.nextPresent(r + 1)) {
                some[n] = times(frame)[r];
                values[n++] = values[r];
            }
            if (n > 0) {
                figures.add(some, values, 0, n);
            }
        }
    }
}
