package dev.plumbline.analysis.calibration;

import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The unit that a policy's margin is written in, to write others like it.
 *
 * @param symbol as a margin ends: {@code pp}, {@code %}, {@code ms}, or nothing
 * @param factor how many base units (a share of 1, seconds, bytes) one of it is
 */
public record MarginScale(String symbol, double factor) {
    private static final int DIGITS = 2;
    private static final double POINT = 0.01;

    /** That of a margin. */
    public static MarginScale of(Margin margin) {
        if (margin.relative()) {
            return new MarginScale("%", POINT);
        }
        String written = margin.written().strip();
        if (written.endsWith("pp")) {
            return new MarginScale("pp", POINT);
        }
        int end = written.length();
        while (end > 0 && (Character.isLetter(written.charAt(end - 1)) || written.charAt(end - 1) == '/')) {
            end--;
        }
        String symbol = written.substring(end);
        return new MarginScale(symbol, Unit.of(symbol).orElse(Unit.PLAIN).factor());
    }

    /**
     * A margin of at least this amount, with two digits that count, rounded up: {@code 1.3pp}.
     *
     * @param amount in base units, finite, 0 or more
     */
    public String atLeast(double amount) {
        return write(amount, RoundingMode.CEILING);
    }

    /** About this amount; {@code infinite} as it is. */
    public String about(double amount) {
        return Double.isFinite(amount) ? write(amount, RoundingMode.HALF_UP) : Double.isNaN(amount) ? "-" : "infinite";
    }

    private String write(double amount, RoundingMode mode) {
        var scaled = BigDecimal.valueOf(amount).divide(BigDecimal.valueOf(factor), MathContext.DECIMAL64).round(new MathContext(DIGITS, mode));
        return (scaled.signum() == 0 ? "0" : scaled.stripTrailingZeros().toPlainString()) + symbol;
    }
}
