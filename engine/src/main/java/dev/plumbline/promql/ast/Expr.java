package dev.plumbline.promql.ast;

import dev.plumbline.model.LabelMatcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. Every node knows its place in the text and what it yields. */
public sealed interface Expr {

    Span span();

    ValueType type();

    /** {@code 1}, {@code 0x1f}, {@code Inf}; {@code duration}: written as a duration ({@code 5m} is 300). */
    record NumberLiteral(double value, boolean duration, Span span) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    /** A quoted string, unquoted here. */
    record StringLiteral(String value, Span span) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /** {@code anchored} and {@code smoothed} (feature {@code promql-extended-range-selectors}) or neither. */
    enum Extension { NONE, ANCHORED, SMOOTHED }

    /**
     * {@code name{matchers} offset d @ t}.
     *
     * @param name the name as written before the braces, empty when there is none; the matcher for it is in
     *     {@code matchers} as well
     * @param offset null when not given
     * @param at null when not given
     */
    record VectorSelector(String name, List<LabelMatcher> matchers, @Nullable DurationExpr offset, @Nullable At at,
            Extension extension, Span span) implements Expr {
        public VectorSelector {
            matchers = List.copyOf(matchers);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /** {@code selector[range]}; offset, {@code @} and extension stand in the selector. */
    record MatrixSelector(VectorSelector vector, DurationExpr range, Span span) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /** {@code (expr)[range:step] offset d @ t}; step null: the engine's default step. */
    record Subquery(Expr expr, DurationExpr range, @Nullable DurationExpr step, @Nullable DurationExpr offset,
            @Nullable At at, Span span) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /** A function call; {@code function} is a key of the function table, {@code type} its return type. */
    record Call(String function, List<Expr> args, ValueType type, Span span) implements Expr {
        public Call {
            args = List.copyOf(args);
        }
    }

    /** {@code op by|without (grouping) (param, expr)}. */
    record Aggregate(AggregateOp op, Expr expr, @Nullable Expr param, List<String> grouping, boolean without, Span span)
            implements Expr {
        public Aggregate {
            grouping = List.copyOf(grouping);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /** {@code left op right}; {@code matching} is null when one side is a scalar. */
    record Binary(BinaryOp op, Expr left, Expr right, @Nullable VectorMatching matching, boolean returnBool, Span span)
            implements Expr {
        @Override
        public ValueType type() {
            return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR ? ValueType.SCALAR : ValueType.VECTOR;
        }
    }

    /** {@code +expr}, {@code -expr}. */
    record Unary(boolean minus, Expr expr, Span span) implements Expr {
        @Override
        public ValueType type() {
            return expr.type();
        }
    }

    /** {@code (expr)}. */
    record Parens(Expr expr, Span span) implements Expr {
        @Override
        public ValueType type() {
            return expr.type();
        }
    }
}
