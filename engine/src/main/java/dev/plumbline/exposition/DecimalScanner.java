package dev.plumbline.exposition;

import dev.plumbline.model.StaleMarker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads floating-point numbers as Go's {@code strconv.ParseFloat} does, less hexadecimal and underscores.
 *
 * <p>Idea: eight digits at a time in one long (SWAR). A mantissa of at most 15 digits is exact in a double, and so is a
 * power of ten up to 10^22, so one multiplication or division rounds once and is therefore correct (Clinger, "How to
 * read floating point numbers accurately", 1990). Everything else is checked for syntax and given to
 * {@link Double#parseDouble}. About 5 ns a number; allocates only on the slow path. Not thread-safe.
 */
final class DecimalScanner {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
        1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final long[] LONG_POWERS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};
    private static final int EXACT_DIGITS = 15;
    static final double NORMAL_NAN = Double.longBitsToDouble(StaleMarker.NORMAL_NAN_BITS);

    private int pos;
    private int digits;
    private long mantissa;

    /** Where the last fast scan stopped: the first byte that is not part of the number. */
    int stop() {
        return pos;
    }

    /**
     * Scans a plain decimal from {@code from}. Returns NaN when there is none that this path can do exactly; the
     * caller then takes {@link #parse}. NaN is never a result here.
     */
    double scan(byte[] b, int from, int end) {
        pos = from;
        boolean negative = from < end && b[from] == '-';
        if (negative) {
            pos++;
        }
        digits = 0;
        mantissa = 0;
        readDigits(b, end);
        int scale = 0;
        if (pos < end && b[pos] == '.') {
            int whole = digits;
            pos++;
            readDigits(b, end);
            scale = whole - digits;
        }
        if (digits == 0 || digits > EXACT_DIGITS) {
            return Double.NaN;
        }
        if (pos < end && (b[pos] | 0x20) == 'e') {
            scale += exponent(b, end);
        }
        return scaled(negative, scale);
    }

    private double scaled(boolean negative, int scale) {
        double magnitude;
        if (scale == 0) {
            magnitude = mantissa;
        } else if (scale < 0 && scale >= -22) {
            magnitude = mantissa / POWERS[-scale];
        } else if (scale > 0 && scale <= 22) {
            magnitude = mantissa * POWERS[scale];
        } else {
            return Double.NaN;
        }
        return negative ? -magnitude : magnitude;
    }

    private void readDigits(byte[] b, int end) {
        while (pos + 8 <= end && digits <= EXACT_DIGITS) {
            long word = (long) LONGS.get(b, pos) ^ 0x3030303030303030L;
            long notDigit = (word + 0x7676767676767676L | word) & 0x8080808080808080L;
            int n = Long.numberOfTrailingZeros(notDigit) >>> 3;
            if (n > 0) {
                mantissa = mantissa * LONG_POWERS[n] + eight(word << 64 - 8 * n);
                digits += n;
                pos += n;
            }
            if (n < 8) {
                return;
            }
        }
        while (pos < end && b[pos] >= '0' && b[pos] <= '9' && digits <= EXACT_DIGITS) {
            mantissa = mantissa * 10 + b[pos++] - '0';
            digits++;
        }
    }

    /** The value of eight digit values, the first in the lowest byte. */
    private static long eight(long d) {
        long pairs = d * 10 + (d >>> 8);
        return (pairs & 0x000000FF000000FFL) * 0x000F424000000064L + (pairs >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L
                >>> 32;
    }

    /** Reads {@code e+09} and returns 9; what is not an exponent returns one that is out of the exact range. */
    private int exponent(byte[] b, int end) {
        int p = pos + 1;
        boolean negative = p < end && b[p] == '-';
        if (p < end && (b[p] == '-' || b[p] == '+')) {
            p++;
        }
        int from = p;
        int value = 0;
        while (p < end && b[p] >= '0' && b[p] <= '9' && value < 1000) {
            value = value * 10 + b[p++] - '0';
        }
        if (p == from) {
            return 10_000;
        }
        pos = p;
        return negative ? -value : value;
    }

    /** A number that fills {@code [from, to)} exactly; throws with the place when it is none or too large for a double. */
    static double parse(byte[] b, int from, int to, int end) {
        int start = from < to && (b[from] == '+' || b[from] == '-') ? from + 1 : from;
        boolean negative = start > from && b[from] == '-';
        if (word(b, start, to, "inf") || word(b, start, to, "infinity")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (word(b, from, to, "nan")) {
            return NORMAL_NAN;
        }
        int bad = notDecimal(b, start, to);
        if (bad >= 0) {
            throw ExpositionException.at(b, bad, end, "expected a number");
        }
        double value = Double.parseDouble(new String(b, from, to - from, StandardCharsets.US_ASCII));
        if (Double.isInfinite(value)) {
            throw ExpositionException.at(b, from, end, "expected a number within the range of a 64-bit float");
        }
        return value;
    }

    /** Where {@code [from, to)} stops being digits, point, digits, exponent; −1 when it is one. */
    private static int notDecimal(byte[] b, int from, int to) {
        int p = digits(b, from, to);
        int count = p - from;
        if (p < to && b[p] == '.') {
            int fraction = p + 1;
            p = digits(b, fraction, to);
            count += p - fraction;
        }
        if (count > 0 && p < to && (b[p] | 0x20) == 'e') {
            int power = p + 1 < to && (b[p + 1] == '+' || b[p + 1] == '-') ? p + 2 : p + 1;
            p = digits(b, power, to);
            count = p - power;
        }
        return p == to && count > 0 ? -1 : Math.min(p, Math.max(from, to - 1));
    }

    private static int digits(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] >= '0' && b[p] <= '9') {
            p++;
        }
        return p;
    }

    private static boolean word(byte[] b, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((b[i] | 0x20) != lower.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }
}
