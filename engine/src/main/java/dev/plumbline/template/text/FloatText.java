package dev.plumbline.template.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floating-point numbers as {@code strconv.FormatFloat} writes them, correctly rounded. */
public final class FloatText {
    /** Precision that stands for as many digits as are needed to read the number back. */
    public static final int SHORTEST = -1;

    /** A double has no more decimals than this; beyond are zeros. */
    private static final int MAX_DECIMALS = 1100;

    private FloatText() {}

    /** Decimal digits without zeros at the end, and how many of them stand before the point (may be negative or more than there are). */
    private record Digits(String text, int point) {
        static final Digits ZERO = new Digits("", 0);

        static Digits of(BigDecimal value) {
            if (value.signum() == 0) {
                return ZERO;
            }
            BigDecimal stripped = value.stripTrailingZeros();
            String text = stripped.unscaledValue().toString();
            return new Digits(text, text.length() - stripped.scale());
        }

        char at(int i) {
            return i >= 0 && i < text.length() ? text.charAt(i) : '0';
        }
    }

    /** {@code %v}: the shortest digits, with an exponent below 1e-4 and from 1e6 on. */
    public static String general(double v) {
        return format(v, 'g', SHORTEST);
    }

    /**
     * @param verb {@code e}, {@code f} or {@code g}
     * @param precision decimals for e and f, significant digits for g, or {@link #SHORTEST}; at most a million
     */
    public static String format(double v, char verb, int precision) {
        if (Double.isNaN(v)) {
            return "NaN";
        }
        String sign = v < 0 || v == 0 && 1 / v < 0 ? "-" : "";
        if (Double.isInfinite(v)) {
            return v > 0 ? "+Inf" : "-Inf";
        }
        boolean shortest = precision < 0;
        Digits digits = shortest ? shortest(Math.abs(v)) : rounded(Math.abs(v), verb, precision);
        var out = new StringBuilder(sign);
        switch (verb) {
            case 'e' -> exponential(out, digits, shortest ? Math.max(digits.text.length() - 1, 0) : precision);
            case 'f' -> plain(out, digits, shortest ? Math.max(digits.text.length() - digits.point, 0) : precision);
            default -> general(out, digits, precision);
        }
        return out.toString();
    }

    private static Digits shortest(double v) {
        if (v == 0) {
            return Digits.ZERO;
        }
        Digits digits = Digits.of(new BigDecimal(Double.toString(v)));
        if (digits.text.length() == 2) { // Java writes two digits even where one would do: 4.9E-324
            BigDecimal one = new BigDecimal(v).round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == v) {
                return Digits.of(one);
            }
        }
        return digits;
    }

    private static Digits rounded(double v, char verb, int precision) {
        var exact = new BigDecimal(v);
        int digits = Math.min(precision, MAX_DECIMALS);
        if (verb == 'f') {
            return Digits.of(exact.setScale(digits, RoundingMode.HALF_EVEN));
        }
        int significant = verb == 'e' ? digits + 1 : Math.max(1, digits);
        return Digits.of(exact.round(new MathContext(significant, RoundingMode.HALF_EVEN)));
    }

    private static void general(StringBuilder out, Digits digits, int precision) {
        int count = digits.text.length();
        int wanted = precision < 0 ? count : Math.max(1, precision);
        int limit = wanted > count && count >= digits.point ? count : wanted;
        if (precision < 0) {
            limit = 6;
        }
        int exponent = digits.point - 1;
        if (exponent < -4 || exponent >= limit) {
            exponential(out, digits, Math.min(wanted, count) - 1);
        } else {
            plain(out, digits, Math.max((wanted > digits.point ? count : wanted) - digits.point, 0));
        }
    }

    private static void exponential(StringBuilder out, Digits digits, int decimals) {
        out.append(digits.at(0));
        if (decimals > 0) {
            out.append('.');
            appendDigits(out, digits, 1, decimals);
        }
        int exponent = digits.text.isEmpty() ? 0 : digits.point - 1;
        int size = Math.abs(exponent);
        out.append(exponent < 0 ? "e-" : "e+").append(size < 10 ? "0" : "").append(size);
    }

    private static void plain(StringBuilder out, Digits digits, int decimals) {
        if (digits.point > 0) {
            appendDigits(out, digits, 0, digits.point);
        } else {
            out.append('0');
        }
        if (decimals > 0) {
            out.append('.');
            appendDigits(out, digits, digits.point, decimals);
        }
    }

    private static void appendDigits(StringBuilder out, Digits digits, int from, int count) {
        for (int i = from; i < from + count; i++) {
            out.append(digits.at(i));
        }
    }
}
