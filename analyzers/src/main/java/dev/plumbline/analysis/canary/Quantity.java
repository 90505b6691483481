package dev.plumbline.analysis.canary;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A finite number with the unit it was written in.
 *
 * @param value in the dimension's base unit: {@code 250ms} is 0.25, {@code 5%} is 0.05
 */
public record Quantity(double value, Unit unit) {
    private static final int USUAL_DIGITS = 3;
    private static final int ALL_DIGITS = 15;

    public Quantity {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a quantity is finite, got " + value);
        }
    }

    /** Reads {@code 5%}, {@code 1000ms}, {@code 64 MiB}, {@code 20req/s}, {@code 0.2}; empty when it is none of these. */
    public static Optional<Quantity> parse(String text) {
        String trimmed = text.strip();
        int end = 0;
        while (end < trimmed.length() && isNumeric(trimmed, end)) {
            end++;
        }
        Optional<Unit> unit = Unit.of(trimmed.substring(end).strip());
        return unit.flatMap(u -> number(trimmed, u));
    }

    private static boolean isNumeric(String text, int i) {
        char c = text.charAt(i);
        boolean exponent = (c == 'e' || c == 'E') && i > 0 && i + 1 < text.length()
                && "+-0123456789".indexOf(text.charAt(i + 1)) >= 0;
        return exponent || "+-.0123456789".indexOf(c) >= 0;
    }

    private static Optional<Quantity> number(String text, Unit unit) {
        try {
            var written = new BigDecimal(text.substring(0, text.length() - unit.symbol().length()).strip());
            double value = written.multiply(BigDecimal.valueOf(unit.factor())).doubleValue();
            return Double.isFinite(value) ? Optional.of(new Quantity(value, unit)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The units that {@link #parse} knows, for messages. */
    public static String knownUnits() {
        return Arrays.stream(Unit.values()).map(Unit::symbol).filter(s -> !s.isEmpty()).collect(Collectors.joining(", "));
    }

    /** Another value in this quantity's unit, to three digits, more where it would look equal to this one but is not. */
    public String showBeside(double other) {
        String shown = show(other, USUAL_DIGITS);
        return other != value && shown.equals(toString()) ? show(other, ALL_DIGITS) : shown;
    }

    private String show(double baseValue, int digits) {
        if (!Double.isFinite(baseValue)) {
            return Double.toString(baseValue);
        }
        var scaled = BigDecimal.valueOf(baseValue).divide(BigDecimal.valueOf(unit.factor()), MathContext.DECIMAL64);
        int wholeDigits = scaled.precision() - scaled.scale();
        var rounded = scaled.round(new MathContext(Math.max(digits, Math.max(1, wholeDigits)), RoundingMode.HALF_UP));
        String number = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return unit == Unit.PLAIN ? number : number + " " + unit.symbol();
    }

    /** {@code 5 %}, {@code 1000 ms}. */
    @Override
    public String toString() {
        return show(value, ALL_DIGITS);
    }
}
