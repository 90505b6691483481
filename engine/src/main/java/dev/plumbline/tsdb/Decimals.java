package dev.plumbline.tsdb;

/**
 * Doubles as decimal numbers: {@code value = mantissa / 10^decimals} by one division, which IEEE rounds correctly, so
 * that what passes {@link #mantissa} comes back bit for bit. About 2 ns when the number of decimals is known.
 */
final class Decimals {
    /** Most decimals that are tried. */
    static final int MAX = 15;
    /** What {@link #mantissa} answers for a double that is no decimal of that kind. */
    static final long NONE = Long.MIN_VALUE;
    /** Largest mantissa: beyond it not every integer is a double. */
    static final long MAX_MANTISSA = 1L << 53;

    private static final double[] POWERS = new double[MAX + 1];
    private static final long[] LONG_POWERS = new long[MAX + 1];
    private static final long[] LARGEST = new long[MAX + 1]; // mantissas that may be multiplied: a division costs more than all the rest

    static {
        long power = 1;
        for (int i = 0; i <= MAX; i++) {
            POWERS[i] = power;
            LONG_POWERS[i] = power;
            LARGEST[i] = MAX_MANTISSA / power;
            power *= 10;
        }
    }

    private Decimals() {}

    /** The mantissa of {@code v} at this many decimals, or {@link #NONE} when that would not give back the same bits. */
    static long mantissa(double v, int decimals) {
        double scaled = v * POWERS[decimals];
        if (!(Math.abs(scaled) <= MAX_MANTISSA)) {
            return NONE; // also NaN and infinities
        }
        long m = (long) Math.rint(scaled);
        return Double.doubleToRawLongBits(value(m, decimals)) == Double.doubleToRawLongBits(v) ? m : NONE;
    }

    /** 10 to this power: what {@link #value} divides by. */
    static double power(int decimals) {
        return POWERS[decimals];
    }

    static double value(long mantissa, int decimals) {
        return mantissa / POWERS[decimals];
    }

    /** The mantissa with more decimals, or {@link #NONE} when it gets too large. Never changes the value. */
    static long rescale(long mantissa, int from, int to) {
        return Math.abs(mantissa) <= LARGEST[to - from] ? mantissa * LONG_POWERS[to - from] : NONE;
    }

    /** The fewest decimals at which {@code v} is a decimal number, or -1. */
    static int find(double v) {
        if (!(Math.abs(v) <= MAX_MANTISSA)) {
            return -1;
        }
        for (int d = 0; d <= MAX; d++) {
            if (mantissa(v, d) != NONE) {
                return d;
            }
        }
        return -1;
    }
}
