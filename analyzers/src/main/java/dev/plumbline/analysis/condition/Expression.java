package dev.plumbline.analysis.condition;

import dev.plumbline.analysis.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed condition; {@code at} is the index of the character to name when something is wrong with it. */
sealed interface Expression {
    int at();

    record Literal(Value value, int at) implements Expression {}

    /** A variable. */
    record Variable(String name, int at) implements Expression {}

    /** Inside of a predicate: the element ({@code #}) or its index ({@code #index}). */
    record Element(boolean index, int at) implements Expression {}

    /** {@code target.key} and {@code target[key]}; an optional one gives nil for a target that is nil. */
    record Member(Expression target, Expression key, boolean optional, int at) implements Expression {}

    record Slice(Expression target, @Nullable Expression from, @Nullable Expression to, int at) implements Expression {}

    record Call(String function, List<Expression> arguments, int at) implements Expression {}

    /** {@code all(list, {# < 5})}: a function that tries a predicate on each element. */
    record ForEach(String function, Expression list, Expression body, int at) implements Expression {}

    record Unary(String operator, Expression operand, int at) implements Expression {}

    record Binary(String operator, Expression left, Expression right, int at) implements Expression {}

    record Choice(Expression condition, Expression then, Expression otherwise, int at) implements Expression {}

    record ListOf(List<Expression> elements, int at) implements Expression {}

    record MapOf(List<String> keys, List<Expression> values, int at) implements Expression {}
}
