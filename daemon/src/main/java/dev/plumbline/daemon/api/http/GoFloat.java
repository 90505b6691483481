package dev.plumbline.daemon.api.http;

/**
 * Floats as Prometheus's API prints them: Go's shortest form that reads back to the same bits, plain from 1e-6 up to below
 * 1e21 and with a signed exponent of at least two digits outside. Integers below 2^53 and numbers of up to three decimals take
 * a path without strings.
 * Source: {@code util/jsonutil/marshal.go}.
 */
public final class GoFloat {
    private static final double EXACT_INTEGERS = 1L << 53;
    /** Below it, thousandths have 15 digits at most, so that no other decimal of as few digits reads back as the same double. */
    private static final double UNIQUE_THOUSANDTHS = 1e12;

    private GoFloat() {}

    /** Appends the value without quotes: {@code 1}, {@code 0.1}, {@code 1e-09}, {@code NaN}, {@code +Inf}, {@code -0}. */
    public static void append(JsonBytes out, double value) {
        double magnitude = Math.abs(value);
        if (value == Math.rint(value) && magnitude < EXACT_INTEGERS && !isNegativeZero(value)) {
            out.number((long) value);
        } else if (magnitude < UNIQUE_THOUSANDTHS && Math.rint(value * 1000) / 1000 == value && value != 0) {
            out.thousandths((long) Math.rint(value * 1000));
        } else if (magnitude >= ShortestDigits.LEAST && magnitude < ShortestDigits.LIMIT) {
            ordinary(out, value, magnitude);
        } else if (Double.isNaN(value)) {
            out.ascii("NaN");
        } else if (Double.isInfinite(value)) {
            out.ascii(value > 0 ? "+Inf" : "-Inf");
        } else {
            out.ascii(format(value));
        }
    }

    private static void ordinary(JsonBytes out, double value, double magnitude) {
        if (value < 0) {
            out.raw('-');
        }
        if (!ShortestDigits.append(out, magnitude)) {
            out.ascii(Double.toString(magnitude)); // Java's layout is Go's in this range
        }
    }

    /** The same as a string. */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return isNegativeZero(value) ? "-0" : "0";
        }
        return reshape(Double.toString(value), Math.abs(value));
    }

    private static boolean isNegativeZero(double value) {
        return value == 0 && 1 / value < 0;
    }

    /** Java's shortest digits in Go's layout. */
    private static String reshape(String java, double magnitude) {
        boolean minus = java.charAt(0) == '-';
        String text = minus ? java.substring(1) : java;
        int e = text.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(text.substring(e + 1));
        String mantissa = e < 0 ? text : text.substring(0, e);
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int scale = point + exponent; // the value is 0.digits * 10^scale
        int leading = 0;
        while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
            leading++;
        }
        int end = digits.length();
        while (end > leading && digits.charAt(end - 1) == '0') {
            end--;
        }
        digits = shortest(digits.substring(leading, end), scale - leading, magnitude);
        scale -= leading;
        String shaped = magnitude < 1e-6 || magnitude >= 1e21 ? scientific(digits, scale - 1) : plain(digits, scale);
        return minus ? "-" + shaped : shaped;
    }

    /** Java never gives fewer than two digits, though one may do for the smallest subnormal numbers. */
    private static String shortest(String digits, int scale, double magnitude) {
        if (digits.length() == 2) {
            String rounded = Integer.toString((Integer.parseInt(digits) + 5) / 10);
            if (rounded.length() == 1 && Double.parseDouble("0." + rounded + "E" + scale) == magnitude) {
                return rounded;
            }
        }
        return digits;
    }

    private static String scientific(String digits, int exponent) {
        String tail = digits.length() > 1 ? "." + digits.substring(1) : "";
        int size = Math.abs(exponent);
        return digits.charAt(0) + tail + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }

    private static String plain(String digits, int scale) {
        if (scale <= 0) {
            return "0." + "0".repeat(-scale) + digits;
        }
        if (scale >= digits.length()) {
            return digits + "0".repeat(scale - digits.length());
        }
        return digits.substring(0, scale) + "." + digits.substring(scale);
    }
}
