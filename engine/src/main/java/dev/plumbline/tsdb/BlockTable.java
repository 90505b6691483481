package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.WindowFigures.Figure;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * A table of a block: rows are times, columns are series. Its head is checked and read at first use, each column's checksum when
 * the column is first read. Thread-safe.
 */
final class BlockTable implements Rows {
    private static final int ROWS = OpenFrame.MAX_ROWS;
    private static final int LOOKED_AT = 1;
    private static final int FULL = 2;

    private final Block block;
    private final BlockIndex.TableEntry entry;
    private final boolean late;
    private final long number;
    private volatile @Nullable Head head;

    /**
     * The head of a table.
     *
     * @param first time of each frame's first row
     * @param timesAt where each frame's times start in {@code bytes}
     * @param bytes of the head, padded
     * @param checked a bit for each column whose checksum was found right
     * @param fullness two bits for each column: whether it was looked at, and whether it {@link #isFull}
     */
    private record Head(long[] first, int[] timesAt, byte[] bytes, AtomicIntegerArray checked, AtomicIntegerArray fullness) {}

    BlockTable(Block block, BlockIndex.TableEntry entry) {
        this.block = block;
        this.entry = entry;
        late = entry.name().equals(LateCut.TABLE);
        number = block.bases().newTable();
    }

    Block block() {
        return block;
    }

    /** What no other table has, also of another block. */
    long number() {
        return number;
    }

    /** What the table was called when it was written. */
    String name() {
        return entry.name();
    }

    int columns() {
        return entry.columns();
    }

    int rows() {
        return entry.rows();
    }

    @Override
    public long minTime() {
        return entry.min();
    }

    @Override
    public long maxTime() {
        return entry.max();
    }

    /** Whether its samples came late: other tables have samples from before and after them. */
    boolean isLate() {
        return late;
    }

    /** How much a row covers, ms; 0 where rows are samples. */
    long resolution() {
        return entry.resolution();
    }

    int frames() {
        return (entry.rows() + ROWS - 1) / ROWS;
    }

    int rowsOf(int frame) {
        return Math.min(ROWS, entry.rows() - frame * ROWS);
    }

    private Head head() {
        Head known = head;
        if (known == null) {
            try {
                known = readHead();
            } catch (MalformedBytes e) {
                throw block.damaged(e.text(), e);
            }
            head = known;
        }
        return known;
    }

    private Head readHead() {
        int frames = frames();
        int timesAt = 4 + 8 * frames;
        int length = entry.headLength();
        if (length < timesAt + 4 * frames + 8 * (entry.columns() + 1)) {
            throw new MalformedBytes("head of table " + name() + " is too short");
        }
        byte[] bytes = block.file().copy(entry.at(), length, 8);
        if (BlockWriter.crc(bytes, 4, length) != Bytes.getInt(bytes, 0)) {
            throw new MalformedBytes("checksum of the head of table " + name() + " at " + entry.at() + " does not fit");
        }
        var first = new long[frames];
        var at = new int[frames];
        for (int f = 0; f < frames; f++) {
            first[f] = Bytes.getLong(bytes, 4 + 8 * f);
            at[f] = Bytes.getInt(bytes, timesAt + 4 * f);
        }
        return new Head(first, at, bytes, new AtomicIntegerArray(entry.columns() / 32 + 1), new AtomicIntegerArray(entry.columns() / 16 + 1));
    }

    /** Whether samples of the rows first … last can be within a range. */
    boolean meets(int firstRow, int lastRow, Snapshot.Span span) {
        long[] first = head().first;
        int last = lastRow / ROWS;
        long from = first[firstRow / ROWS] - Math.max(0, entry.resolution() - 1); // a row's samples are before its end
        long to = last + 1 < first.length ? first[last + 1] : entry.max() + entry.resolution();
        return from <= span.max() && to >= span.min();
    }

    @Override
    public Run[] meeting(Snapshot.Span span) {
        if (entry.max() < span.min() || entry.min() > span.max()) {
            return new Run[0];
        }
        long[] first = head().first;
        int from = Math.max(0, upper(first, span.min()) - 1);
        int to = upper(first, span.max());
        return from < to ? new Run[] {new BlockRun(this, from, to)} : new Run[0];
    }

    private static int upper(long[] first, long time) {
        int at = Arrays.binarySearch(first, time);
        return at < 0 ? -at - 1 : at + 1;
    }

    /** The first row that is not before a time; the number of rows when there is none. */
    int rowAtOrAfter(long time) {
        int frame = upper(head().first, time - (time == Long.MIN_VALUE ? 0 : 1)) - 1;
        if (frame < 0) {
            return 0;
        }
        var times = new long[rowsOf(frame)];
        times(frame, frame + 1, times, 0);
        int at = Arrays.binarySearch(times, time);
        return frame * ROWS + (at < 0 ? -at - 1 : at);
    }

    /** Number of rows of the frames from … to. */
    int rows(int from, int to) {
        return Math.min(entry.rows(), to * ROWS) - from * ROWS;
    }

    long firstTime(int frame) {
        return head().first[frame];
    }

    /** The time of a frame's last row, or a little later: what separates it from the next. */
    long lastTime(int frame) {
        long[] first = head().first;
        return frame + 1 < first.length ? first[frame + 1] - 1 : entry.max();
    }

    long time(int row) {
        Head h = head();
        return Frame.readTime(h.bytes, h.timesAt[row / ROWS], row % ROWS);
    }

    void times(int from, int to, long[] out, int at) {
        Head h = head();
        for (int f = from; f < to; f++) {
            Frame.readTimes(h.bytes, h.timesAt[f], rowsOf(f), out, at + (f - from) * ROWS);
        }
    }

    /** All times of the table. */
    long[] times() {
        var all = new long[entry.rows()];
        times(0, frames(), all, 0);
        return all;
    }

    boolean values(int column, int from, int to, double[] out, Run.Place place) {
        try {
            BlockColumn read = column(column);
            read.seek(to);
            return decode(read, from, to, out, place);
        } catch (MalformedBytes | IndexOutOfBoundsException e) {
            throw damaged(column, e);
        }
    }

    /** Unpacks a whole column and forgets it. */
    void check(int column) {
        if (entry.resolution() > 0) {
            aggregateRows(column);
        } else {
            values(column, 0, frames(), new double[entry.rows()], new Run.Place(0, entry.rows(), new Gaps()));
        }
    }

    /** All aggregate rows of a column of a downsampled table. */
    List<AggregateRow> aggregateRows(int column) {
        try {
            return aggregates(column).rows();
        } catch (MalformedBytes | IndexOutOfBoundsException e) {
            throw damaged(column, e);
        }
    }

    /** Opens a column of a downsampled table. */
    AggregateColumn aggregates(int column) {
        long[] bounds = checked(column);
        return new AggregateColumn(this, block.file(), bounds[0], bounds[1]);
    }

    /** @return whether a frame has more than values */
    private boolean decode(BlockColumn column, int from, int to, double[] out, Run.Place place) {
        byte[] bytes = column.frames(from, to);
        boolean extras = false;
        int at = 0;
        for (int f = from; f < to; f++) {
            int row = place.at() + (f - from) * ROWS;
            int length = column.length(f);
            if (length == 0) {
                place.missing().set(row, row + rowsOf(f));
            } else {
                int wanted = Math.min(rowsOf(f), place.at() + place.limit() - row);
                column.values(f, bytes, at, out, new Run.Place(row, wanted, place.missing()));
                extras |= (bytes[at] & ColumnPacker.EXTRAS) != 0;
            }
            at += length;
        }
        return extras;
    }

    void extras(int column, int from, int to, double[] values, int at, Extras out) {
        try {
            BlockColumn read = column(column);
            read.seek(to);
            byte[] bytes = read.frames(from, to);
            int start = 0;
            for (int f = from; f < to; f++) {
                int length = read.length(f);
                if (length > 0 && (bytes[start] & ColumnPacker.EXTRAS) != 0) {
                    new ColumnReader(new Tokens().on(bytes, start, bytes.length), rowsOf(f)).extras(values, at + (f - from) * ROWS, out);
                }
                start += length;
            }
        } catch (MalformedBytes | IndexOutOfBoundsException e) {
            throw damaged(column, e);
        }
    }

    /**
     * Whether the summaries of a column tell that it has a float in each row that is no staleness marker. They are read once, and a column
     * never changes. Not for aggregate rows.
     */
    boolean isFull(int column) {
        AtomicIntegerArray known = head().fullness;
        int shift = (column & 15) << 1;
        int state = known.get(column >> 4) >> shift & (LOOKED_AT | FULL);
        if (state == 0) {
            try {
                state = LOOKED_AT | (tellsOfAllRows(column) ? FULL : 0);
            } catch (MalformedBytes | IndexOutOfBoundsException e) {
                throw damaged(column, e);
            }
            known.accumulateAndGet(column >> 4, state << shift, (a, b) -> a | b);
        }
        return (state & FULL) != 0;
    }

    private boolean tellsOfAllRows(int column) {
        BlockColumn read = column(column);
        for (int f = 0; f < frames(); f += ColumnEncoder.CHUNK_FRAMES) {
            ChunkSummary summary = read.next(Figure.COUNT);
            int rows = rows(f, Math.min(frames(), f + ColumnEncoder.CHUNK_FRAMES));
            if (summary == null || !summary.knows(Figure.COUNT) || summary.samples() < rows) {
                return false;
            }
        }
        return true;
    }

    /** Opens a column. */
    BlockColumn column(int column) {
        long[] bounds = checked(column);
        return new BlockColumn(this, column, bounds[0], bounds[1]);
    }

    /** Where a column starts and ends; its checksum is looked at the first time. */
    private long[] checked(int column) {
        Head h = head();
        long[] bounds = bounds(column);
        if ((h.checked.get(column >> 5) >> (column & 31) & 1) == 0) {
            check(bounds[0], bounds[1]);
            h.checked.accumulateAndGet(column >> 5, 1 << (column & 31), (a, b) -> a | b);
        }
        return bounds;
    }

    /** Where a column starts and ends in the file. */
    long[] bounds(int column) {
        int at = 4 + 12 * frames() + 8 * column;
        return new long[] {Bytes.getLong(head().bytes, at), Bytes.getLong(head().bytes, at + 8)};
    }

    private void check(long at, long end) {
        int place = block.hasBases() ? (int) at : 0;
        if (end - at <= 4 || (block.file().crc(at + 4, end - at - 4) ^ place) != block.file().intAt(at)) {
            throw new MalformedBytes("checksum does not fit at byte " + at);
        }
    }

    PlumblineException damaged(int column, RuntimeException e) {
        String what = "column " + column + " of table \"" + name() + "\": " + (e instanceof MalformedBytes m ? m.text() : e.toString());
        return block.damaged(what, e);
    }
}
