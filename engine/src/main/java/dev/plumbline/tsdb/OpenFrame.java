package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a group that are not sealed yet: one column of times and, per series, a slot of tokens in a slab. A slot
 * that is full moves to the slab's end with twice the room; its old bytes stay, for readers. All state of a column is in
 * plain arrays: 24 bytes beside its slot. Guarded by its group's lock.
 */
final class OpenFrame {
    /** Most rows of a frame. */
    static final int MAX_ROWS = 128;
    private static final int FIRST_SLOT = 16;

    private long[] times = new long[4];
    private int rows;
    private byte[] slab = new byte[0];
    private int slabUsed;
    private int[] offset = new int[0];
    private int[] length = new int[0];
    private int[] capacity = new int[0];
    private byte[] nextRow = new byte[0]; // rows the slot speaks of; 0 … 128 as an unsigned byte
    private byte[] samples = new byte[0]; // likewise
    long[] mantissa = new long[0];
    byte[] decimals = new byte[0];
    byte[] rawStreak = new byte[0];
    private long[] starts = new long[0]; // as long as the columns once one of them has a start
    private @Nullable Histogram[] histograms = new @Nullable Histogram[0]; // likewise; newest of the column, null for a float
    private BitSet rich = new BitSet(); // columns with a histogram or a start in this frame

    /** Start time that the column's newest sample has; 0 for none. */
    long start(int column) {
        return column < starts.length ? starts[column] : 0;
    }

    void start(int column, long start) {
        if (start(column) != start) {
            if (column >= starts.length) {
                starts = Arrays.copyOf(starts, offset.length);
            }
            starts[column] = start;
            rich.set(column);
        }
    }

    /** The column's newest sample when that is a histogram. */
    @Nullable Histogram histogram(int column) {
        return column < histograms.length ? histograms[column] : null;
    }

    void histogram(int column, @Nullable Histogram histogram) {
        if (histogram != null) {
            if (column >= histograms.length) {
                histograms = Arrays.copyOf(histograms, offset.length);
            }
            histograms[column] = histogram;
            rich.set(column);
        } else if (column < histograms.length) {
            histograms[column] = null;
        }
    }

    int rows() {
        return rows;
    }

    /** Time of the newest row; call only when there is one. */
    long newestTime() {
        return times[rows - 1];
    }

    /** Time of the first row; call only when there is one. */
    long oldestTime() {
        return times[0];
    }

    long bytes() {
        return slab.length + 8L * times.length + 24L * offset.length + 8L * starts.length + 4L * histograms.length;
    }

    /** Makes room for columns 0 … count - 1. */
    void columns(int count) {
        if (count <= offset.length) {
            return;
        }
        int n = Math.max(count, offset.length + (offset.length >> 1));
        offset = Arrays.copyOf(offset, n);
        length = Arrays.copyOf(length, n);
        capacity = Arrays.copyOf(capacity, n);
        nextRow = Arrays.copyOf(nextRow, n);
        samples = Arrays.copyOf(samples, n);
        mantissa = Arrays.copyOf(mantissa, n);
        decimals = Arrays.copyOf(decimals, n);
        rawStreak = Arrays.copyOf(rawStreak, n);
    }

    /** Whether a row of this time can go on in this frame: one that is there, or a later one with room for it. */
    boolean takes(long time) {
        return rows == 0 || time > newestTime() && rows < MAX_ROWS || contains(time);
    }

    boolean contains(long time) {
        return rows > 0 && (time == newestTime() || time < newestTime() && Arrays.binarySearch(times, 0, rows, time) >= 0);
    }

    /** The row of this time, started when it is the newest; call only when the frame takes the time. */
    int row(long time) {
        if (rows > 0 && time <= newestTime()) {
            return time == newestTime() ? rows - 1 : Arrays.binarySearch(times, 0, rows, time);
        }
        if (rows == times.length) {
            times = Arrays.copyOf(times, Math.min(MAX_ROWS, rows * 4));
        }
        times[rows] = time;
        return rows++;
    }

    /** Whether the column has a sample in this row or a later one. */
    boolean isPast(int column, int row) {
        return (nextRow[column] & 0xff) > row;
    }

    /** Columns whose samples are in less than five of eight rows of the frame. */
    BitSet sparse(int columns) {
        var found = new BitSet();
        for (int c = 0; c < columns; c++) {
            if ((samples[c] & 0xff) * 8 < rows * 5) {
                found.set(c);
            }
        }
        return found;
    }

    boolean isEmpty(int column) {
        return length[column] == 0;
    }

    /** Adds the bytes of the token that was just read, from {@code from} on, in a row behind the column's last, after filling the rows between. */
    void add(int column, int row, Tokens token, int from) {
        byte[] bytes = token.bytes;
        int to = token.pos;
        int gap = row - (nextRow[column] & 0xff);
        int size = to - from;
        int need = length[column] + size + (gap > 0 ? 3 : 0);
        if (need > capacity[column]) {
            move(column, need);
        }
        int at = offset[column] + length[column];
        if (gap > 0) {
            slab[at++] = Tokens.ABSENT;
            at = Bytes.putVarint(slab, at, gap);
        }
        for (int i = 0; i < size; i++) {
            slab[at + i] = bytes[from + i];
        }
        length[column] = at + size - offset[column];
        nextRow[column] = (byte) (row + 1);
        samples[column]++;
    }

    private void move(int column, int need) {
        int room = Math.max(need + (need >> 2), Math.max(FIRST_SLOT, 2 * capacity[column]));
        if (slabUsed + room > slab.length) {
            slab = Arrays.copyOf(slab, Math.max(slabUsed + room, slab.length + (slab.length >> 1)));
        }
        System.arraycopy(slab, offset[column], slab, slabUsed, length[column]);
        offset[column] = slabUsed;
        capacity[column] = room;
        slabUsed += room;
    }

    /** What a reader sees from now on, whatever is appended later. */
    OpenRun snapshot(int[] series, int columns) {
        return new OpenRun(times, rows, slab, series, Arrays.copyOf(offset, columns), Arrays.copyOf(length, columns),
                rich.isEmpty() ? rich : (BitSet) rich.clone());
    }

    /** The rows as an immutable frame. */
    Frame seal(int[] series, int columns) {
        var out = new Bytes(64 + slabUsed);
        Frame.packTimes(times, rows, out);
        var offsets = new int[columns];
        var packer = new ColumnPacker();
        var tokens = new Tokens();
        for (int c = 0; c < columns; c++) {
            int start = out.length;
            boolean any = packer.pack(tokens.on(slab, offset[c], offset[c] + length[c]), rows, out);
            offsets[c] = any ? start : -1;
        }
        return new Frame(times[0], times[rows - 1], rows, series, offsets, Arrays.copyOf(out.array, out.length + 8));
    }

    /** Forgets all rows and gives each slot the room it has just needed. Readers keep the old arrays. */
    void clear() {
        int used = 0;
        for (int c = 0; c < offset.length; c++) {
            capacity[c] = length[c] == 0 ? 0 : length[c] + (length[c] >> 3) + 2;
            offset[c] = used;
            used += capacity[c];
        }
        slab = new byte[used];
        slabUsed = used;
        times = new long[Math.min(MAX_ROWS, Math.max(4, rows))];
        rows = 0;
        Arrays.fill(length, 0);
        Arrays.fill(nextRow, (byte) 0);
        Arrays.fill(samples, (byte) 0);
        Arrays.fill(mantissa, 0);
        Arrays.fill(decimals, (byte) 0);
        Arrays.fill(rawStreak, (byte) 0);
        starts = new long[0];
        histograms = new @Nullable Histogram[0];
        rich = new BitSet(); // readers may have the old one
    }
}
