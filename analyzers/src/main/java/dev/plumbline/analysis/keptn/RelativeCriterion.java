package dev.plumbline.analysis.keptn;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One comparison such as {@code <600}, {@code <=+10%} or {@code >=-5}: with a number, or with what past releases showed
 * moved by a number or a share.
 *
 * @param amount 0 or more; in percent where {@code percent}
 * @param change how the past value is moved; none for a fixed limit
 * @param percent whether it is moved by a share of itself
 */
public record RelativeCriterion(Operator operator, double amount, Change change, boolean percent) {
    private static final Pattern FORM = Pattern.compile("\\s*(<=|>=|<|>|=)\\s*([+-]?)\\s*(\\d+\\.?\\d*|\\.\\d+)\\s*(%?)\\s*");
    private static final double FLAT = 1e-9;

    /** The five comparisons. */
    public enum Operator {
        LESS("<"), LESS_OR_EQUAL("<="), EQUAL("="), GREATER_OR_EQUAL(">="), GREATER(">");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        static Operator of(String symbol) {
            for (Operator operator : values()) {
                if (operator.symbol.equals(symbol)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("unknown operator " + symbol);
        }

        boolean holds(double value, double target) {
            return switch (this) {
                case LESS -> value < target;
                case LESS_OR_EQUAL -> value <= target;
                case EQUAL -> Math.abs(value - target) <= FLAT * Math.abs(target);
                case GREATER_OR_EQUAL -> value >= target;
                case GREATER -> value > target;
            };
        }
    }

    /** Where the value of past releases is moved to. */
    public enum Change { NONE, UP, DOWN }

    /** Reads the text; empty when it is none of these forms. A share without a sign goes up. */
    public static Optional<RelativeCriterion> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        boolean percent = m.group(4).equals("%");
        Change change = m.group(2).equals("-") ? Change.DOWN : m.group(2).equals("+") || percent ? Change.UP : Change.NONE;
        double amount = Double.parseDouble(m.group(3));
        return Double.isFinite(amount) ? Optional.of(new RelativeCriterion(Operator.of(m.group(1)), amount, change, percent)) : Optional.empty();
    }

    /** Whether it compares with past releases. */
    public boolean relative() {
        return change != Change.NONE;
    }

    /** What the value is compared with; empty when that is unknown. */
    public OptionalDouble target(OptionalDouble past) {
        if (!relative()) {
            return OptionalDouble.of(amount);
        }
        if (past.isEmpty()) {
            return OptionalDouble.empty();
        }
        double by = percent ? Math.abs(past.getAsDouble()) * amount / 100 : amount;
        return OptionalDouble.of(change == Change.UP ? past.getAsDouble() + by : past.getAsDouble() - by);
    }

    /** Whether a value holds it; one with nothing to compare with holds. */
    public boolean holds(double value, OptionalDouble past) {
        OptionalDouble target = target(past);
        return target.isEmpty() || operator.holds(value, target.getAsDouble());
    }

    /** As it is written: {@code <=+10%}. */
    @Override
    public String toString() {
        String sign = switch (change) {
            case NONE -> "";
            case UP -> "+";
            case DOWN -> "-";
        };
        return operator.symbol + sign + new BigDecimal(Double.toString(amount)).stripTrailingZeros().toPlainString() + (percent ? "%" : "");
    }
}
