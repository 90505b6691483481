package dev.plumbline.promql.function;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as Go prints them. */
public final class ShortestDecimal {
    private ShortestDecimal() {}

    /** {@code strconv.FormatFloat(v, 'f', -1, 64)}: shortest digits that read back, never an exponent. */
    public static String plain(double v) {
        if (Double.isNaN(v)) {
            return "NaN";
        }
        if (Double.isInfinite(v)) {
            return v > 0 ? "+Inf" : "-Inf";
        }
        if (v == 0) {
            return 1 / v < 0 ? "-0" : "0";
        }
        return new BigDecimal(Double.toString(v)).stripTrailingZeros().toPlainString();
    }

    /** {@code %g}: shortest digits, exponent form below 1e-4 and from 1e6. */
    public static String general(double v) {
        return general(v, 6);
    }

    /** {@code %.2g} and its like: so many significant digits, exponent form below 1e-4 and where they do not reach the point. */
    public static String rounded(double v, int digits) {
        return v == 0 || Double.isNaN(v) || Double.isInfinite(v) ? plain(v)
                : general(new BigDecimal(v).round(new MathContext(digits)).doubleValue(), digits);
    }

    private static String general(double v, int exponentFrom) {
        if (v == 0 || Double.isNaN(v) || Double.isInfinite(v)) {
            return plain(v);
        }
        var decimal = new BigDecimal(Double.toString(v)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < exponentFrom) {
            return decimal.toPlainString();
        }
        String mantissa = decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** As OpenMetrics writes label values: like {@link #general}, a whole number with {@code .0}. */
    public static String openMetrics(double v) {
        String text = general(v);
        return text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9') ? text + ".0" : text;
    }
}
