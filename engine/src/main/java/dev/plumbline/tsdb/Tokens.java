package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.StaleMarker;
import org.jspecify.annotations.Nullable;

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
    /** Behind a 2 in place of decimals: the bytes of a histogram, or a start time, come before the value's token. */
    static final int HISTOGRAM = 16;
    static final int START = 17;
    /** Longest token of a value, in bytes. */
    static final int MAX_BYTES = 12;

    byte[] bytes = new byte[0];
    int pos;
    int end;

    long mantissa;
    int decimals;
    /** Since when the counter counts, ms since the epoch; 0 when not known. Part of the column's state. */
    long start;

    /** What {@link #next} met: ABSENT, RAW, SCALE, STALE or DELTA. */
    int kind;
    /** How many columns or rows are without a sample, after ABSENT. */
    long run;
    /** The sample's value, unless ABSENT; of a histogram its sum. */
    double value;
    /** Where the histogram's bytes are that {@link #next} met; {@code histogramEnd} is 0 when there was none. */
    int histogramAt;
    int histogramEnd;

    Tokens on(byte[] source, int from, int to) {
        bytes = source;
        pos = from;
        end = to;
        mantissa = 0;
        decimals = 0;
        start = 0;
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

    /** Passes over a token that is a decimal and nothing beside it; false when it is something else, and then the state is lost. */
    boolean passDecimal() {
        long u = varint();
        if (u == SCALE) {
            boolean plain = octet() <= Decimals.MAX;
            varint();
            return plain;
        }
        return Long.compareUnsigned(u, DELTA) >= 0;
    }

    void next() {
        histogramEnd = 0;
        value(varint());
    }

    private void value(long u) {
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
        while (d > Decimals.MAX) {
            prefix(d);
            long u = varint();
            if (u != SCALE) {
                plain(u);
                return;
            }
            d = octet();
        }
        decimals = d;
        mantissa = Bytes.unzig(varint());
        value = Decimals.value(mantissa, decimals);
    }

    private void prefix(int what) {
        if (what == START) {
            start += Bytes.unzig(varint());
        } else if (what == HISTOGRAM) {
            long length = varint();
            if (length <= 0 || length > end - pos) {
                throw new MalformedBytes("histogram of " + length + " bytes");
            }
            histogramAt = pos;
            pos += (int) length;
            histogramEnd = pos;
        } else {
            throw new MalformedBytes("token with " + what + " decimals");
        }
    }

    private void plain(long u) {
        if (u == ABSENT) {
            throw new MalformedBytes("a histogram or start without a value");
        }
        value(u);
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
     * Appends what comes before a value's token.
     *
     * @param moved start time less that of the sample before; 0 writes nothing
     * @param before the histogram before in the column, null when it had a float there
     * @param body scratch memory
     */
    static void writePrefix(long moved, @Nullable Histogram histogram, @Nullable Histogram before, Bytes body, Bytes out) {
        if (moved != 0) {
            out.put(SCALE);
            out.put(START);
            out.zigzag(moved);
        }
        if (histogram != null) {
            body.length = 0;
            HistogramCoder.write(histogram, before, body);
            out.put(SCALE);
            out.put(HISTOGRAM);
            out.varint(body.length);
            out.bytes(body.array, 0, body.length);
        }
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
