package dev.plumbline.promql.ast;

import org.jspecify.annotations.Nullable;

/**
 * A duration in a range, an offset or a subquery step: a literal, or arithmetic over literals and the evaluation's
 * {@code step()} and {@code range()}, which is only known when the query runs.
 */
public sealed interface DurationExpr {

    Span span();

    /** A fixed duration in milliseconds; may be negative in an offset. {@code asNumber}: written as seconds, not as {@code 5m}. */
    record Literal(long millis, boolean asNumber, Span span) implements DurationExpr {}

    /** {@code step()}: the query's step, 0 for an instant query. */
    record Step(Span span) implements DurationExpr {}

    /** {@code range()}: end minus start of the query. */
    record Range(Span span) implements DurationExpr {}

    /** {@code +d}, {@code -d}. */
    record Signed(boolean minus, DurationExpr operand, Span span) implements DurationExpr {}

    /** {@code (d)}. */
    record Parens(DurationExpr inner, Span span) implements DurationExpr {}

    /** {@code a op b} with op one of {@code + - * / % ^}, or {@code min_of(a, b)} and {@code max_of(a, b)}. */
    record Binary(Op op, DurationExpr left, DurationExpr right, Span span) implements DurationExpr {}

    /** Operators of duration arithmetic. */
    enum Op {
        ADD("+"), SUB("-"), MUL("*"), DIV("/"), MOD("%"), POW("^"), MIN("min_of"), MAX("max_of");

        private final String symbol;

        Op(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** The milliseconds of a literal, or null when the value is known only when the query runs. */
    static @Nullable Long fixedMillis(DurationExpr e) {
        return e instanceof Literal l ? Long.valueOf(l.millis()) : null;
    }
}
