package dev.plumbline.tsdb;

import dev.plumbline.model.StaleMarker;

/**
 * Reads and writes the tokens of docs/formats/wal.md. As a reader it walks over bytes and carries the state of one
 * column; whoever reads many columns in turn sets {@link #mantissa} and {@link #decimals} before each token. Every
 * read is checked against {@link #end}.
 */
final class Tokens {
    static final int ABSENT = 0;
    static final int RAW = 1;
    static final int SCALE = 2;
    static final int STALE = 3;
    static final int DELTA = 4;
    /** Longest token of a value, in bytes. */
    static final int MAX_BYTES = 12;

    byte[] bytes = new byte[0];
    int pos;
    int end;

    long mantissa;
    int decimals;

    /** What {@link #next} met: ABSENT, RAW, SCALE, STALE or DELTA. */
    int kind;
    /** How many columns or rows are without a sample, after ABSENT. */
    long run;
    /** The sample's value, unless ABSENT. */
    double value;

    Tokens on(byte[] source, int from, int to) {
        bytes = source;
        pos = from;
        end = to;
        mantissa = 0;
        decimals = 0;
        return this;
    }

    boolean more() {
        return pos < end;
    }

    /** Writes the values of the deltas of one or two bytes that come next, the first to {@code out[from]}, none to {@code out[to]}. */
    int deltas(double[] out, int from, int to) {
        byte[] in = bytes;
        double divisor = Decimals.power(decimals);
        long m = mantissa;
        int at = pos;
        int row = from;
        for (; row < to && at < end; row++) {
            int u = in[at];
            int size = 1;
            if (u < 0 && at + 1 < end && in[at + 1] > 0) {
                u = u & 0x7f | in[at + 1] << 7;
                size = 2;
            }
            if (u < DELTA) {
                break;
            }
            at += size;
            m += u - DELTA >>> 1 ^ -(u - DELTA & 1);
            out[row] = m / divisor;
        }
        pos = at;
        mantissa = m;
        return row;
    }

    void next() {
        long u = varint();
        if (u >= DELTA) {
            kind = DELTA;
            mantissa += Bytes.unzig(u - DELTA);
            value = Decimals.value(mantissa, decimals);
            return;
        }
        kind = (int) u;
        if (kind == STALE) {
            value = StaleMarker.VALUE;
        } else if (kind == RAW) {
            value = Double.longBitsToDouble(fixedLong());
        } else if (kind == SCALE) {
            scale();
        } else {
            absent();
        }
    }

    private void scale() {
        int d = octet();
        if (d > Decimals.MAX) {
            throw new MalformedBytes("token with " + d + " decimals");
        }
        decimals = d;
        mantissa = Bytes.unzig(varint());
        value = Decimals.value(mantissa, decimals);
    }

    private void absent() {
        run = varint();
        if (run <= 0 || run > Integer.MAX_VALUE) {
            throw new MalformedBytes("token that skips " + run);
        }
    }

    int octet() {
        if (pos >= end) {
            throw new MalformedBytes("bytes end early");
        }
        return bytes[pos++] & 0xff;
    }

    long fixedLong() {
        if (end - pos < 8) {
            throw new MalformedBytes("bytes end early");
        }
        long bits = Bytes.getLong(bytes, pos);
        pos += 8;
        return bits;
    }

    long varint() {
        int p = pos;
        if (p < end && bytes[p] >= 0) {
            pos = p + 1;
            return bytes[p];
        }
        long v = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = octet();
            v |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return v;
            }
        }
        throw new MalformedBytes("varint of more than 10 bytes");
    }

    /**
     * Writes the token of a value after the given state.
     *
     * @param search whether other numbers of decimals are worth trying when the current one fails
     * @param out with room for {@link #MAX_BYTES} at {@code at}
     * @return position after the token
     */
    static int write(double value, long mantissa, int decimals, boolean search, byte[] out, int at) {
        long m = Decimals.mantissa(value, decimals);
        if (m != Decimals.NONE) {
            return Bytes.putVarint(out, at, Bytes.zig(m - mantissa) + DELTA);
        }
        return writeOther(value, search, out, at);
    }

    private static int writeOther(double value, boolean search, byte[] out, int at) {
        if (StaleMarker.is(value)) {
            out[at] = STALE;
            return at + 1;
        }
        int d = search ? Decimals.find(value) : -1;
        if (d >= 0) {
            out[at] = SCALE;
            out[at + 1] = (byte) d;
            return Bytes.putVarint(out, at + 2, Bytes.zig(Decimals.mantissa(value, d)));
        }
        out[at] = RAW;
        Bytes.setLong(out, at + 1, Double.doubleToRawLongBits(value));
        return at + 9;
    }
}
