package dev.plumbline.analysis.condition;

import dev.plumbline.analysis.value.Value;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Evaluates one expression once. Bounded in steps, so that predicates inside of predicates come to an end. */
final class Evaluator {
    private static final int MAX_STEPS = 100_000;
    private final Map<String, Value> variables;
    private final Instant now;
    /** Elements that predicates are looking at, the innermost one first. */
    private final Deque<Focus> focus = new ArrayDeque<>();
    private int steps;

    private record Focus(Value element, int index) {}

    Evaluator(Map<String, Value> variables, Instant now) {
        this.variables = variables;
        this.now = now;
    }

    Value evaluate(Expression expression) {
        step(expression.at());
        return switch (expression) {
            case Expression.Literal l -> l.value();
            case Expression.Variable v -> variables.getOrDefault(v.name(), Value.Nil.NIL);
            case Expression.Element e -> e.index() ? new Value.Whole(focus.element().index()) : focus.element().element();
            case Expression.Member m -> member(m);
            case Expression.Slice s -> slice(s);
            case Expression.Call c -> Functions.call(c, c.arguments().stream().map(this::evaluate).toList(), now);
            case Expression.ForEach f -> forEach(f);
            case Expression.Unary u -> unary(u);
            case Expression.Binary b -> binary(b);
            case Expression.Choice c -> evaluate(isTrue(c.condition()) ? c.then() : c.otherwise());
            case Expression.ListOf l -> new Value.Items(l.elements().stream().map(this::evaluate).toList());
            case Expression.MapOf m -> map(m);
        };
    }

    private void step(int at) {
        if (++steps > MAX_STEPS) {
            throw new ConditionException(at, "more than " + MAX_STEPS + " steps");
        }
    }

    private boolean isTrue(Expression expression) {
        Value value = evaluate(expression);
        if (value instanceof Value.Bool b) {
            return b.value();
        }
        throw new ConditionException(expression.at(), "expected bool, but got " + value.typeName());
    }

    private Value map(Expression.MapOf m) {
        Map<String, Value> byName = new TreeMap<>();
        for (int i = 0; i < m.keys().size(); i++) {
            byName.put(m.keys().get(i), evaluate(m.values().get(i)));
        }
        return new Value.Members(byName);
    }

    private Value unary(Expression.Unary u) {
        if (u.operator().equals("not")) {
            return new Value.Bool(!isTrue(u.operand()));
        }
        Value value = evaluate(u.operand());
        boolean minus = u.operator().equals("-");
        return switch (value) {
            case Value.Whole w -> new Value.Whole(minus ? -w.value() : w.value());
            case Value.Decimal d -> new Value.Decimal(minus ? -d.value() : d.value());
            case Value.Span s -> new Value.Span(minus ? s.length().negated() : s.length());
            case Value v -> throw new ConditionException(u.at(), "invalid operation: " + u.operator() + " " + v.typeName());
        };
    }

    private Value binary(Expression.Binary b) {
        return switch (b.operator()) {
            case "and" -> new Value.Bool(isTrue(b.left()) && isTrue(b.right()));
            case "or" -> new Value.Bool(isTrue(b.left()) || isTrue(b.right()));
            case "??" -> {
                Value left = evaluate(b.left());
                yield left instanceof Value.Nil ? evaluate(b.right()) : left;
            }
            default -> {
                Value result = Operators.apply(b, evaluate(b.left()), evaluate(b.right()));
                if (result instanceof Value.Items items) {
                    steps += items.elements().size();
                }
                yield result;
            }
        };
    }

    private Value member(Expression.Member m) {
        Value target = evaluate(m.target());
        Value key = evaluate(m.key());
        return switch (target) {
            case Value.Members members when key instanceof Value.Text t -> members.byName().getOrDefault(t.value(), Value.Nil.NIL);
            case Value.Items items when key.isNumber() -> items.elements().get(index(items.elements().size(), key, m.at()));
            case Value.Nil n when m.optional() -> Value.Nil.NIL;
            case Value.Nil n -> throw new ConditionException(m.at(), "the result is nil or empty: cannot fetch " + shown(key) + " from nil");
            case Value v -> throw new ConditionException(m.at(), "cannot fetch " + shown(key) + " from " + v.typeName());
        };
    }

    private static String shown(Value key) {
        return key instanceof Value.Text t ? t.value() : key.isNumber() ? Long.toString((long) key.asDouble()) : key.typeName();
    }

    /** A place in a list; negative ones count from its end. */
    private static int index(int size, Value key, int at) {
        long asked = Numbers.truncated(key.asDouble(), at);
        long index = asked < 0 ? size + asked : asked;
        if (index < 0 || index >= size) {
            String empty = size == 0 ? "the result is nil or empty: " : "";
            throw new ConditionException(at, empty + "index out of range: " + asked + " (array length is " + size + ")");
        }
        return (int) index;
    }

    private Value slice(Expression.Slice s) {
        Value target = evaluate(s.target());
        int size = switch (target) {
            case Value.Items i -> i.elements().size();
            case Value.Text t -> t.value().length();
            case Value v -> throw new ConditionException(s.at(), "cannot slice " + v.typeName());
        };
        int from = bound(s.from(), 0, size);
        int to = Math.max(from, bound(s.to(), size, size));
        return target instanceof Value.Text t ? new Value.Text(t.value().substring(from, to))
                : new Value.Items(((Value.Items) target).elements().subList(from, to));
    }

    private int bound(@Nullable Expression expression, int usual, int size) {
        if (expression == null) {
            return usual;
        }
        long asked = Numbers.truncated(evaluate(expression).asDouble(), expression.at());
        return (int) Math.clamp(asked < 0 ? size + asked : asked, 0L, size);
    }

    private Value forEach(Expression.ForEach f) {
        Value target = evaluate(f.list());
        if (!(target instanceof Value.Items items)) {
            throw new ConditionException(f.list().at(), f.function() + " needs an array, got " + target.typeName());
        }
        var results = new ArrayList<Value>();
        for (int i = 0; i < items.elements().size(); i++) {
            focus.push(new Focus(items.elements().get(i), i));
            results.add(evaluate(f.body()));
            focus.pop();
        }
        if (f.function().equals("map")) {
            return new Value.Items(results);
        }
        return Functions.chosen(f, items.elements(), truths(f, results));
    }

    private static List<Boolean> truths(Expression.ForEach f, List<Value> results) {
        var truths = new ArrayList<Boolean>();
        for (Value result : results) {
            if (!(result instanceof Value.Bool b)) {
                throw new ConditionException(f.body().at(), f.function() + " needs a predicate, which gives bool, got " + result.typeName());
            }
            truths.add(b.value());
        }
        return truths;
    }
}
