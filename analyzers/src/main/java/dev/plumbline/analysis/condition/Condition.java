package dev.plumbline.analysis.condition;

import dev.plumbline.analysis.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A condition or another expression that was read and checked. Immutable; safe for any number of threads. */
public final class Condition {
    private final String text;
    private final Expression expression;

    private Condition(String text, Expression expression) {
        this.text = text;
        this.expression = expression;
    }

    /**
     * Reads an expression.
     *
     * @param variables names that it may use
     * @throws ConditionException when it cannot be read, uses a name or function that there is not, or compares what can
     *     never be compared
     */
    public static Condition parse(String text, Set<String> variables) {
        Expression expression = new Parser(text, new TreeSet<>(variables)).parse();
        StaticTypes.check(expression);
        return new Condition(text, expression);
    }

    /**
     * Whether the condition holds.
     *
     * @param variables a value for each name
     * @param now what {@code now()} gives
     * @throws ConditionException when it cannot be evaluated with these values, or its value is neither true nor false
     */
    public boolean holds(Map<String, Value> variables, Instant now) {
        StaticTypes.requireBool(expression);
        Value value = value(variables, now);
        if (value instanceof Value.Bool b) {
            return b.value();
        }
        throw new ConditionException(expression.at(), "expected bool, but got " + value.typeName());
    }

    /**
     * The time that an expression such as {@code now() - duration("1h")} gives; arguments as of {@link #holds}.
     *
     * @throws ConditionException when it cannot be evaluated, or its value is no time
     */
    public Instant time(Map<String, Value> variables, Instant now) {
        Value value = value(variables, now);
        if (value instanceof Value.Moment m) {
            return m.at();
        }
        throw new ConditionException(expression.at(), "expected time, but got " + value.typeName());
    }

    /** The value of an expression of any type; arguments and errors as of {@link #holds}. */
    public Value value(Map<String, Value> variables, Instant now) {
        return new Evaluator(variables, now).evaluate(expression);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
