package dev.plumbline.exposition;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Values of {@code le} and {@code quantile} as Prometheus 3 stores them, so that {@code 1} and {@code 1.0} are one series:
 * Go's {@code %g} with the fewest digits, and {@code .0} where that shows neither point nor exponent.
 */
final class FloatLabel {
    private FloatLabel() {}

    /** Whether the label of a family of this type holds a float. */
    static boolean isFloat(MetricType type, String label) {
        return type == MetricType.HISTOGRAM && label.equals("le") || type == MetricType.SUMMARY && label.equals("quantile");
    }

    /** The normal form, or the value itself when it is no number. */
    static String normalise(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return value;
        }
        try {
            return format(DecimalScanner.parse(bytes, 0, bytes.length, bytes.length));
        } catch (ExpositionException notANumber) {
            return value;
        }
    }

    /** A number in normal form. */
    static String format(double v) {
        if (Double.isNaN(v)) {
            return "NaN";
        }
        if (Double.isInfinite(v)) {
            return v > 0 ? "+Inf" : "-Inf";
        }
        if (v == 0) {
            return "0.0";
        }
        var decimal = new BigDecimal(Double.toString(v)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            String plain = decimal.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        return scientific(decimal, exponent);
    }

    private static String scientific(BigDecimal decimal, int exponent) {
        String digits = decimal.unscaledValue().abs().toString();
        String sign = decimal.signum() < 0 ? "-" : "";
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
