package dev.plumbline.daemon.api.http;

/**
 * The shortest decimal that reads back as a double, and of those the closest to it, in whole numbers and without strings: for doubles of ordinary size,
 * as answers have them by the hundred thousand. A double and the borders of what reads back as it, halfway to its neighbours, are
 * scaled by a power of ten that leaves 16 or 17 digits before the point, exactly, in 128 bits; then digits are dropped while a number is left between the borders.
 * The digits are those of {@link Double#toString(double)}, which takes twice as long.
 */
final class ShortestDigits {
    /** The smallest double that {@link #append} takes. */
    static final double LEAST = 1e-3;
    /** What it takes is smaller than this. */
    static final double LIMIT = 1e7;
    private static final long FRACTION = (1L << 52) - 1;
    private static final double[] BORDERS = {1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    private static final int MOST_DECIMALS = 19;
    private static final long[] POWERS = new long[MOST_DECIMALS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1]; // the last does not fit, but as an unsigned number
        }
    }

    private ShortestDigits() {}

    /**
     * Appends a double in plain notation.
     *
     * @param magnitude at least {@link #LEAST}, less than {@link #LIMIT}, not a whole number
     * @return false, with nothing appended, for a power of two, whose neighbours are not equally far
     */
    static boolean append(JsonBytes out, double magnitude) {
        long bits = Double.doubleToRawLongBits(magnitude);
        long fraction = bits & FRACTION;
        if (fraction == 0) {
            return false;
        }
        int shift = 1076 - (int) (bits >>> 52); // the double is twice its significand, shifted right by so much
        int decimals = decimals(magnitude);
        long power = POWERS[decimals];
        long twice = (fraction | FRACTION + 1) << 1;
        long high = Math.unsignedMultiplyHigh(twice, power);
        long low = twice * power;
        long mask = (1L << shift) - 1;
        boolean closed = (fraction & 1) == 0; // halfway is read back as the even neighbour

        long lowerLow = low - power;
        long lowerHigh = Long.compareUnsigned(low, power) < 0 ? high - 1 : high;
        long least = whole(lowerHigh, lowerLow, shift) + (closed && (lowerLow & mask) == 0 ? 0 : 1);
        long upperLow = low + power;
        long upperHigh = Long.compareUnsigned(upperLow, low) < 0 ? high + 1 : high;
        long most = whole(upperHigh, upperLow, shift) - (!closed && (upperLow & mask) == 0 ? 1 : 0);

        int dropped = 0;
        for (long l = (least + 9) / 10, m = most / 10; l <= m; l = (l + 9) / 10, m /= 10) {
            least = l;
            most = m;
            dropped++;
        }
        long digits = rounded(whole(high, low, shift), low & mask, shift, POWERS[dropped]);
        out.decimal(Math.clamp(digits, least, most), decimals - dropped);
        return true;
    }

    private static int decimals(double magnitude) {
        int decimals = MOST_DECIMALS;
        for (int i = 0; i < BORDERS.length && magnitude >= BORDERS[i]; i++) {
            decimals--;
        }
        return decimals;
    }

    private static long whole(long high, long low, int shift) {
        return high << 64 - shift | low >>> shift;
    }

    /** A number with a fraction of so many bits, divided by a power of ten, as the nearest whole number; halfway to the even one. */
    private static long rounded(long whole, long fraction, int shift, long unit) {
        long down = whole / unit;
        boolean odd = (down & 1) != 0;
        int toHalf = unit == 1 ? Long.compare(fraction, 1L << shift - 1) : Long.compare(2 * (whole - down * unit), unit);
        boolean up = toHalf > 0 || toHalf == 0 && (odd || unit > 1 && fraction > 0);
        return up ? down + 1 : down;
    }
}
