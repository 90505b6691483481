package dev.plumbline.tsdb;

/**
 * Writes frames of the kind ratio: the differences of a column as a share of those of its base, the rest packed
 * (docs/formats/blocks.md, "Columns that lean on another"). Lossless whatever the numbers: all is modulo 2^64. Read back by
 * {@link RatioReader}. Scratch memory is reused; not thread-safe.
 */
final class RatioCoder {
    /** Behind flags that have it comes nothing: the values are those of the base. */
    static final int SAME = 1 << 4;
    private static final int WHOLE = 1 << BaseFrame.SHIFT;
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
}
