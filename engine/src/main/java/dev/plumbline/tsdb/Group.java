package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A table of the store: its columns, its open frame and its sealed frames. One writer; every method but {@link #holds}
 * wants {@link #lock} to be held. Sealed frames and the array of them are immutable, so that a reader copies a reference.
 */
final class Group {
    /** What version 1 of the log called a group of one column that belongs to a transaction's series. */
    static final String TRANSACTIONS = "@";
    private static final int FEW_ROWS = 16;
    private static final Frame[] NO_FRAMES = {};

    final ReentrantLock lock = new ReentrantLock();
    final String name;
    final int ref;
    /** Of a group that many transactions share; -1 for others. */
    final int number;
    final OpenFrame open = new OpenFrame();
    private Frame[] frames = NO_FRAMES;
    private volatile int[] series = new int[0];
    private int columns;
    private int limit = OpenFrame.MAX_ROWS;
    private final BitSet released = new BitSet();
    private final Tokens bodies = new Tokens();
    private final BitSet free = new BitSet();
    /** Segment of the log that the open frame belongs to, 0 for none; and which columns are defined there. */
    long segment;
    final BitSet defined = new BitSet();
    boolean inUse;
    /** Removed from the store: nothing may be added any more. */
    volatile boolean gone;

    /** Of a shared group: columns whose samples are in few rows of the newest sealed frame; those given since its start. */
    BitSet sparse = new BitSet();
    private final BitSet joined = new BitSet();
    /** Of a shared group; guarded by the store's lock of transactions, as is {@code alone}: no other series shall join. */
    final Span batch = new Span();
    boolean alone;

    Group(String name, int ref) {
        this(name, ref, -1);
    }

    private Group(String name, int ref, int number) {
        this.name = name;
        this.ref = ref;
        this.number = number;
    }

    /** A group that transactions share. */
    static Group shared(int number, int ref) {
        return new Group(TRANSACTIONS + number, ref, number);
    }

    /** Whether a name is one of those that the store gives itself, to groups and tables; a scrape's is {@code job/address{labels}}. */
    static boolean isReserved(String name) {
        return name.startsWith(TRANSACTIONS) && name.indexOf('/') < 0;
    }

    boolean isShared() {
        return number >= 0;
    }

    boolean hasRoom() {
        return !alone && (columns < SharedGroups.MAX_COLUMNS || !free.isEmpty());
    }

    /** The column that a newcomer gets; call when there is room. */
    int freeColumn() {
        int column = free.nextSetBit(0);
        return column < 0 ? columns : column;
    }

    /** Whether the column is this series'. */
    boolean series(int column, int id) {
        return column < columns && series[column] == id;
    }

    boolean isTransaction() {
        return name.equals(TRANSACTIONS);
    }

    int columns() {
        return columns;
    }

    int series(int column) {
        return series[column];
    }

    Frame[] frames() {
        return frames;
    }

    /** Whether the column is the series' own now. Needs no lock; a hint. */
    boolean holds(int column, int id) {
        int[] now = series;
        return !gone && (column < now.length && now[column] == id || frames.length > 0);
    }

    /** Gives a column to a series; a free one first. */
    int assign(int id) {
        int column = free.nextSetBit(0);
        if (column < 0) {
            column = columns;
        }
        assign(column, id);
        return column;
    }

    /** Gives this column to a series; columns before it that nobody has are free. */
    void assign(int column, int id) {
        if (column < columns && series[column] != id) {
            series = series.clone(); // frames share the old array
        }
        if (column >= series.length) {
            int[] longer = Arrays.copyOf(series, Math.max(column + 1, isTransaction() ? 1 : series.length * 3 / 2 + 8));
            Arrays.fill(longer, series.length, longer.length, -1);
            series = longer;
        }
        free.set(Math.min(columns, column), column);
        free.clear(column);
        columns = Math.max(columns, column + 1);
        open.columns(columns);
        series[column] = id;
        defined.clear(column);
        released.clear(column);
        joined.set(column);
        sparse.clear(column);
    }

    /** Takes a column back that was released and is still this series'. */
    void reclaim(int column) {
        released.clear(column);
    }

    /** The owner forgets the column; it is free when the open frame has nothing in it. */
    void release(int column) {
        released.set(column);
        if (open.isEmpty(column)) {
            vacate(column);
        }
    }

    /** A new owner begins: columns that are left from before belong to nobody until asked for. */
    void releaseAll() {
        for (int c = 0; c < columns; c++) {
            if (series[c] >= 0) {
                release(c);
            }
        }
    }

    private void vacate(int column) {
        int[] copy = series.clone();
        copy[column] = -1;
        series = copy;
        released.clear(column);
        defined.clear(column);
        free.set(column);
    }

    /** Whether the row's time needs a new frame. Who writes to a shared group sees to its limit before. */
    boolean mustSeal(long time) {
        return !open.takes(time) || !isShared() && open.rows() >= limit && time > open.newestTime();
    }

    /** Moves to a segment of the log: a frame never spans two, and definitions must come again. */
    void enter(long newSegment) {
        if (segment != newSegment) {
            follow(newSegment);
            limit = 32 + (int) (ref * 0x9E3779B97F4A7C15L >>> 57) % 97; // groups that start together shall not seal together
        }
    }

    /** As {@link #enter} at replay, where the log says when to seal. */
    void follow(long newSegment) {
        if (segment != newSegment) {
            seal();
            segment = newSegment;
            defined.clear();
            limit = OpenFrame.MAX_ROWS;
        }
    }

    /** Rows after which the open frame is sealed. */
    int limit() {
        return limit;
    }

    /** Time of the newest row, sealed ones included; {@code Long.MIN_VALUE} when there is none. */
    long newestRow() {
        return open.rows() > 0 ? open.newestTime() : frames.length > 0 ? frames[frames.length - 1].maxTime() : Long.MIN_VALUE;
    }

    void seal() {
        if (open.rows() == 0) {
            return;
        }
        if (isShared()) {
            sparse = open.rows() < FEW_ROWS ? new BitSet() : open.sparse(columns);
            sparse.andNot(joined);
            joined.clear();
        }
        Frame frame = open.seal(series, columns);
        frames = Arrays.copyOf(frames, frames.length + 1);
        frames[frames.length - 1] = frame;
        open.clear();
        limit = OpenFrame.MAX_ROWS;
        for (int c = released.nextSetBit(0); c >= 0; c = released.nextSetBit(c + 1)) {
            vacate(c);
        }
    }

    /** Applies a row's tokens: the one way in which samples get into memory, at commit and at replay. Answers how many. */
    int apply(long time, Tokens tokens, Newest newest) {
        if (mustSeal(time)) {
            seal();
        }
        int row = open.row(time);
        int samples = 0;
        for (int c = 0; tokens.more(); ) {
            if (c < columns) {
                tokens.mantissa = open.mantissa[c];
                tokens.decimals = open.decimals[c];
                tokens.start = open.start(c);
            }
            int from = tokens.pos;
            tokens.next();
            if (tokens.kind == Tokens.ABSENT) {
                c = (int) Math.min(Integer.MAX_VALUE - 1L, c + tokens.run);
                continue;
            }
            check(c, row);
            newest.advance(series[c], time, add(c, row, from, tokens));
            c++;
            samples++;
        }
        return samples;
    }

    private void check(int column, int row) {
        if (column >= columns || series[column] < 0 || open.isPast(column, row)) {
            throw new MalformedBytes("row has a value for column " + column + ", which cannot take one");
        }
    }

    /** Adds the sample that was just read; answers what {@link #bits} does. */
    private long add(int column, int row, int from, Tokens tokens) {
        long bits = bits(column, tokens); // first, since it may throw
        open.add(column, row, tokens, from);
        open.mantissa[column] = tokens.mantissa;
        open.decimals[column] = (byte) tokens.decimals;
        open.rawStreak[column] = tokens.kind == Tokens.RAW ? (byte) (open.rawStreak[column] + 1) : 0;
        open.start(column, tokens.start);
        return bits;
    }

    /** What two samples share when they have the same value; takes a histogram into the column's state on the way. */
    private long bits(int column, Tokens tokens) {
        if (tokens.histogramEnd == 0) {
            open.histogram(column, null);
            return Double.doubleToRawLongBits(tokens.value);
        }
        Histogram h = HistogramCoder.read(bodies.on(tokens.bytes, tokens.histogramAt, tokens.histogramEnd), tokens.value, open.histogram(column));
        open.histogram(column, h);
        return HistogramCoder.identity(h);
    }

    /** Adds a sealed frame that a checkpoint kept. */
    void add(Frame frame) {
        frames = Arrays.copyOf(frames, frames.length + 1);
        frames[frames.length - 1] = frame;
    }

    /** Drops the frames that end before a time, and puts others in the place of those that begin before it. */
    void cut(long time, Map<Frame, Frame> rests) {
        var rest = new ArrayList<Frame>(frames.length);
        for (Frame f : frames) {
            if (f.maxTime() >= time) {
                rest.add(f.minTime() >= time ? f : Objects.requireNonNull(rests.get(f), "a frame from before the cut"));
            }
        }
        frames = rest.toArray(Frame[]::new);
    }

    /** Drops the sealed frames that end before a time (and the open one, sealed first). */
    void dropBefore(long time) {
        if (open.rows() > 0 && open.newestTime() < time) {
            seal();
        }
        int kept = 0;
        var rest = new Frame[frames.length];
        for (Frame f : frames) {
            if (f.maxTime() >= time) {
                rest[kept++] = f;
            }
        }
        if (kept < frames.length) {
            frames = Arrays.copyOf(rest, kept);
        }
    }

    /** Sets the ids of all series that have samples here. (Columns that are in use pin theirs.) */
    void mark(BitSet live) {
        for (int c = 0; c < columns; c++) {
            if (series[c] >= 0 && !open.isEmpty(c)) {
                live.set(series[c]);
            }
        }
        for (Frame f : frames) {
            for (int c = 0; c < f.offsets().length; c++) {
                if (f.offsets()[c] >= 0) {
                    live.set(f.series()[c]);
                }
            }
        }
    }

    /** Time of the oldest row, or {@code Long.MAX_VALUE}. */
    long oldestMillis() {
        long oldest = open.rows() == 0 ? Long.MAX_VALUE : open.oldestTime();
        for (Frame f : frames) {
            oldest = Math.min(oldest, f.minTime());
        }
        return oldest;
    }

    boolean isEmpty() {
        return !inUse && frames.length == 0 && open.rows() == 0;
    }

    long sealedBytes() {
        long sum = 0;
        for (Frame f : frames) {
            sum += f.size();
        }
        return sum;
    }

    Snapshot snapshot() {
        @Nullable OpenRun run = open.rows() == 0 ? null : open.snapshot(series, columns);
        return new Snapshot(frames, run);
    }
}
