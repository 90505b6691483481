package dev.plumbline.analysis.kayenta;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in reasons. */
final class Figures {
    private static final MathContext DIGITS = new MathContext(4);
    private static final double PLAIN_FROM = 1e-4;
    private static final double PLAIN_BELOW = 1e9;

    private Figures() {}

    /** To four digits, with an exponent where the number is very small or large. */
    static String show(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "unknown" : value > 0 ? "+Inf" : "-Inf";
        }
        var rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        double size = Math.abs(value);
        boolean plain = size == 0 || size >= PLAIN_FROM && size < PLAIN_BELOW;
        return plain ? rounded.toPlainString() : rounded.toString();
    }
}
