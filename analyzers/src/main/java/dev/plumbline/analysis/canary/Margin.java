package dev.plumbline.analysis.canary;

import java.util.Optional;

/**
 * How much worse than the baseline is tolerated; a value that is worse by exactly that much is good.
 *
 * @param amount 0 or more; relative to the baseline's value when {@code relative}, else in the metric's base unit
 * @param direction where worse lies
 * @param written as people write it: {@code 1 pp}, {@code 10 %}, {@code 5 ms}
 */
public record Margin(double amount, boolean relative, Direction direction, String written) {
    private static final String POINTS = "pp";

    /** Which difference from the baseline is a worse one. */
    public enum Direction { INCREASE, DECREASE, EITHER }

    public Margin {
        if (!(amount >= 0 && Double.isFinite(amount))) {
            throw new IllegalArgumentException("a margin is finite and not negative, got " + amount);
        }
    }

    /** Reads {@code 1pp} (percentage points), {@code 10%} (of the baseline) or a quantity in the metric's unit; empty when it is none. */
    public static Optional<Margin> parse(String text, Direction direction) {
        String trimmed = text.strip();
        if (trimmed.endsWith(POINTS)) {
            String number = trimmed.substring(0, trimmed.length() - POINTS.length()).strip();
            return Quantity.parse(number + "%").filter(q -> q.value() >= 0)
                    .map(q -> new Margin(q.value(), false, direction, number + " " + POINTS));
        }
        return Quantity.parse(trimmed).filter(q -> q.value() >= 0)
                .map(q -> new Margin(q.value(), q.unit() == Unit.PERCENT, direction, q.toString()));
    }

    /** Whether the canary's value is worse than the baseline's by more than is tolerated. Both finite. */
    public boolean isExceeded(double canary, double baseline) {
        return direction != Direction.DECREASE && canary > highest(baseline)
                || direction != Direction.INCREASE && canary < lowest(baseline);
    }

    private double allowed(double baseline) {
        return relative ? Math.abs(baseline) * amount : amount;
    }

    /** The highest value that is no increase beyond the margin. */
    double highest(double baseline) {
        return baseline + allowed(baseline);
    }

    private double lowest(double baseline) {
        return baseline - allowed(baseline);
    }

    @Override
    public String toString() {
        return written;
    }
}
