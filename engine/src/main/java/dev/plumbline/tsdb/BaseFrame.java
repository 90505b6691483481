package dev.plumbline.tsdb;

import java.util.Arrays;

/**
 * A frame of a base column: what other columns' frames of the kind ratio are coded against (docs/formats/blocks.md). Immutable, at most
 * about 1.1 kB.
 *
 * @param low a bit for each of the rows 0 … 63 that has a sample
 * @param high the same for the rows from 64 on
 * @param decimals of all mantissas
 * @param mantissas one for each sample; not to be written
 */
record BaseFrame(long low, long high, int decimals, long[] mantissas) {
    /** Ratios are in parts of 2 to this power. */
    static final int SHIFT = 16;
    /** Half of a whole: shares are rounded. */
    static final int HALF = 1 << SHIFT - 1;
    private static final int ROWS_OF_A_HALF = 64;

    /** Of so many rows, all of them or those in {@code row}. */
    static BaseFrame of(int[] row, int decimals, long[] mantissas, int count) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < count; i++) {
            low |= row[i] < ROWS_OF_A_HALF ? 1L << row[i] : 0;
            high |= row[i] < ROWS_OF_A_HALF ? 0 : 1L << row[i] - ROWS_OF_A_HALF;
        }
        return new BaseFrame(low, high, decimals, Arrays.copyOf(mantissas, count));
    }

    /** Whether its samples are in exactly these rows, ascending. */
    boolean hasRows(int[] row, int count) {
        if (count != mantissas.length) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!has(row[i])) {
                return false;
            }
        }
        return true;
    }

    boolean has(int row) {
        return ((row < ROWS_OF_A_HALF ? low >>> row : high >>> row - ROWS_OF_A_HALF) & 1) != 0;
    }

    int count() {
        return mantissas.length;
    }

    /** Row of the last sample. */
    int lastRow() {
        return high == 0 ? ROWS_OF_A_HALF - 1 - Long.numberOfLeadingZeros(low) : 2 * ROWS_OF_A_HALF - 1 - Long.numberOfLeadingZeros(high);
    }

    /** The part of a difference of the base that falls to a column with this ratio, modulo 2^64. */
    static long share(long difference, long ratio) {
        return difference * ratio + HALF >> SHIFT;
    }

    /** Reads a frame of so many rows; what is no base throws {@link MalformedBytes}. */
    static BaseFrame read(Tokens in, int rows) {
        int flags = in.octet();
        int body = flags & ColumnPacker.BODY;
        if (body != ColumnPacker.CONSTANT && body != ColumnPacker.DELTAS || (flags & ~ColumnPacker.BODY & ~ColumnPacker.PRESENCE) != 0) {
            throw new MalformedBytes("a frame with the flags " + flags + " is no base");
        }
        long low = all(Math.min(ROWS_OF_A_HALF, rows));
        long high = all(Math.max(0, rows - ROWS_OF_A_HALF));
        switch (flags & ColumnPacker.PRESENCE) {
            case 0 -> { }
            case ColumnPacker.PRESENCE_RUN -> {
                int first = in.octet();
                int end = first + in.octet();
                if (end > rows) {
                    throw new MalformedBytes("samples up to row " + end + " of " + rows);
                }
                low &= all(Math.min(ROWS_OF_A_HALF, end)) & ~all(Math.min(ROWS_OF_A_HALF, first));
                high &= all(Math.max(0, end - ROWS_OF_A_HALF)) & ~all(Math.max(0, first - ROWS_OF_A_HALF));
            }
            case ColumnPacker.PRESENCE_BITMAP -> {
                long[] halves = new long[2];
                for (int r = 0; r < rows; r += 8) {
                    halves[r / ROWS_OF_A_HALF] |= (long) in.octet() << r % ROWS_OF_A_HALF;
                }
                low &= halves[0];
                high &= halves[1];
            }
            default -> throw new MalformedBytes("presence " + (flags & ColumnPacker.PRESENCE));
        }
        return new BaseFrame(low, high, decimals(in.octet()), values(in, body, Long.bitCount(low) + Long.bitCount(high)));
    }

    private static long all(int bits) {
        return bits == 0 ? 0 : -1L >>> ROWS_OF_A_HALF - bits;
    }

    private static int decimals(int decimals) {
        if (decimals > Decimals.MAX) {
            throw new MalformedBytes(decimals + " decimals");
        }
        return decimals;
    }

    private static long[] values(Tokens in, int body, int count) {
        if (count == 0) {
            throw new MalformedBytes("a frame without samples");
        }
        var m = new long[count];
        long first = Bytes.unzig(in.varint());
        if (body == ColumnPacker.CONSTANT) {
            Arrays.fill(m, first);
            return m;
        }
        int shift = in.octet();
        int width = in.octet();
        long ref = Bytes.unzig(in.varint());
        int patches = in.octet();
        Residuals.read(in, patches, width, m, 1, count - 1);
        m[0] = first;
        for (int i = 1; i < count; i++) {
            m[i] = m[i - 1] + (Bytes.unzig(m[i]) + ref << shift);
        }
        return m;
    }
}
