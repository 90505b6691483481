package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;

/**
 * A sealed frame: up to 128 rows of one group in one byte array. Immutable, so readers need no lock. Decoding costs about
 * 1 ns a sample. Layout: docs/formats/frames.md.
 *
 * @param series the series of each column; -1 where there is none
 * @param offsets where each column starts in {@code bytes}; -1 where the column has no sample
 */
record Frame(long minTime, long maxTime, int rows, int[] series, int[] offsets, byte[] bytes) implements Run {

    /** Bytes of heap, without the arrays that frames share. */
    long size() {
        return bytes.length + 4L * offsets.length + 72;
    }

    @Override
    public boolean has(int column, int seriesId) {
        return column < offsets.length && offsets[column] >= 0 && series[column] == seriesId;
    }

    @Override
    public boolean isFull(int column) {
        int flags = bytes[offsets[column]];
        int presence = flags & (ColumnPacker.PRESENCE_RUN | ColumnPacker.PRESENCE_BITMAP);
        boolean decimals = (flags & ColumnPacker.BODY) != ColumnPacker.RAW && (flags & ColumnPacker.EXCEPTIONS) == 0; // markers are none
        return presence == 0 && decimals && (flags & ColumnPacker.EXTRAS) == 0;
    }

    @Override
    public void times(long[] out, int at) {
        readTimes(bytes, 0, rows, out, at);
    }

    /** Reads what {@link #packTimes} wrote at {@code from}. */
    static void readTimes(byte[] bytes, int from, int rows, long[] out, int at) {
        long first = Bytes.getLong(bytes, from);
        long step = Bytes.getLong(bytes, from + 8);
        int width = bytes[from + 16];
        for (int i = 0; i < rows; i++) {
            out[at + i] = first + i * step;
        }
        for (int i = 0; i < rows && width > 0; i++) {
            out[at + i] += Bytes.unzig(Packing.read(bytes, from + 17, i, width));
        }
    }

    @Override
    public boolean values(int column, double[] out, Place place) {
        try {
            int start = offsets[column];
            new ColumnReader(new Tokens().on(bytes, start, bytes.length), rows).read(out, place);
            return (bytes[start] & ColumnPacker.EXTRAS) != 0;
        } catch (MalformedBytes | IndexOutOfBoundsException e) {
            throw PlumblineException.internal("a frame in memory does not decode: " + e.getMessage(), e);
        }
    }

    @Override
    public void extras(int column, double[] values, int at, Extras out) {
        try {
            int start = offsets[column];
            new ColumnReader(new Tokens().on(bytes, start, bytes.length), rows).extras(values, at, out);
        } catch (MalformedBytes | IndexOutOfBoundsException e) {
            throw PlumblineException.internal("a frame in memory does not decode: " + e.getMessage(), e);
        }
    }

    /** The time of one row of what {@link #packTimes} wrote at {@code from}. */
    static long readTime(byte[] bytes, int from, int row) {
        int width = bytes[from + 16];
        long residual = width == 0 ? 0 : Bytes.unzig(Packing.read(bytes, from + 17, row, width));
        return Bytes.getLong(bytes, from) + row * Bytes.getLong(bytes, from + 8) + residual;
    }

    static void packTimes(long[] times, int rows, Bytes out) {
        long step = rows < 2 ? 0 : (times[rows - 1] - times[0]) / (rows - 1);
        var residuals = new long[rows];
        long bits = 0;
        for (int i = 0; i < rows; i++) {
            residuals[i] = Bytes.zig(times[i] - times[0] - i * step);
            bits |= residuals[i];
        }
        int width = Packing.usable(64 - Long.numberOfLeadingZeros(bits));
        out.fixedLong(times[0]);
        out.fixedLong(step);
        out.put(width);
        Packing.write(out, residuals, rows, width);
    }
}
