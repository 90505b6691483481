package dev.plumbline.tsdb;

/**
 * Writes and reads frames of the kind ratio: the differences of a column as a share of those of its base, the rest packed
 * (docs/formats/blocks.md, "Columns that lean on another"). Lossless whatever the numbers: all is modulo 2^64. Scratch memory is
 * reused; not thread-safe. Reading needs no scratch memory.
 */
final class RatioCoder {
    /** Behind flags that have it comes nothing: the values are those of the base. */
    static final int SAME = 1 << 4;
    private static final int WHOLE = 1 << 16;
    private static final int FIXED_BYTES = 5; // flags, ratio, width, patches

    private final long[] residual = new long[OpenFrame.MAX_ROWS];

    /**
     * Appends the frame if that takes less than so many bytes.
     *
     * @param m mantissas at the same rows and with the same decimals as the base's
     * @return false when it would not be smaller: then nothing is written
     */
    boolean write(BaseFrame base, long[] m, int limit, Bytes out) {
        long[] b = base.mantissas();
        int n = b.length - 1;
        if (isSame(b, m)) {
            out.put(ColumnPacker.RATIO | SAME);
            return true;
        }
        int ratio = ratio(b, m);
        if (ratio == 0) {
            return false;
        }
        var lengths = new int[65];
        long bits = 0;
        for (int i = 0; i < n; i++) {
            residual[i] = Bytes.zig(m[i + 1] - m[i] - BaseFrame.share(b[i + 1] - b[i], ratio));
            bits |= residual[i];
            lengths[64 - Long.numberOfLeadingZeros(residual[i])]++;
        }
        long best = Residuals.smallest(lengths, n, 64 - Long.numberOfLeadingZeros(bits));
        long first = Bytes.zig(m[0] - BaseFrame.share(b[0], ratio));
        if (FIXED_BYTES + Bytes.varintSize(first) + (best >> 8) >= limit) {
            return false;
        }
        int width = (int) (best & 0xff);
        out.put(ColumnPacker.RATIO);
        out.put(ratio - 1);
        out.put(ratio - 1 >> 8);
        out.varint(first);
        out.put(width);
        out.put(Residuals.patches(residual, n, width));
        Residuals.write(residual, n, width, out);
        return true;
    }

    private static boolean isSame(long[] b, long[] m) {
        for (int i = 0; i < b.length; i++) {
            if (b[i] != m[i]) {
                return false;
            }
        }
        return true;
    }

    /** The quotient of what both have risen by, in 65536ths; 0 when one of them has not. */
    private static int ratio(long[] b, long[] m) {
        double risen = 0;
        double baseRisen = 0;
        for (int i = 1; i < b.length; i++) {
            risen += Math.max(0, m[i] - m[i - 1]);
            baseRisen += Math.max(0, b[i] - b[i - 1]);
        }
        return risen == 0 || baseRisen == 0 ? 0 : (int) Math.clamp(Math.rint(risen / baseRisen * WHOLE), 1, WHOLE);
    }

    /**
     * Reads a frame of so many rows: what {@link ColumnReader#read} does for all other kinds.
     *
     * @param base of the same rows
     */
    static void read(Tokens in, BaseFrame base, int rows, double[] out, Run.Place place) {
        int flags = in.octet();
        if ((flags & ~SAME) != ColumnPacker.RATIO) {
            throw new MalformedBytes("a ratio with the flags " + flags);
        }
        if (base.lastRow() >= rows) {
            throw new MalformedBytes("a base of more than " + rows + " rows");
        }
        int count = base.count();
        int wanted = count == rows ? Math.min(count, place.limit()) : count;
        if (wanted > 0 && flags == ColumnPacker.RATIO) {
            values(in, base, out, place.at(), wanted);
        } else {
            for (int i = 0; i < wanted; i++) {
                out[place.at() + i] = Decimals.value(base.mantissas()[i], base.decimals());
            }
        }
        if (count < rows) {
            spread(base, rows, out, place);
        }
    }

    private static void values(Tokens in, BaseFrame base, double[] out, int at, int wanted) {
        long[] b = base.mantissas();
        int ratio = 1 + (in.octet() | in.octet() << 8);
        long m = Bytes.unzig(in.varint()) + BaseFrame.share(b[0], ratio);
        int width = in.octet();
        int patches = in.octet();
        var residuals = new long[b.length - 1];
        Residuals.read(in, patches, width, residuals, 0, residuals.length);
        double divisor = Decimals.power(base.decimals());
        out[at] = m / divisor;
        for (int i = 1; i < wanted; i++) {
            m += Bytes.unzig(residuals[i - 1]) + BaseFrame.share(b[i] - b[i - 1], ratio);
            out[at + i] = m / divisor;
        }
    }

    private static void spread(BaseFrame base, int rows, double[] out, Run.Place place) {
        int from = base.count() - 1;
        for (int r = rows - 1; r >= 0; r--) {
            if (base.has(r)) {
                out[place.at() + r] = out[place.at() + from--];
            } else {
                place.missing().set(place.at() + r, place.at() + r + 1);
            }
        }
    }
}
