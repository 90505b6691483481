package dev.plumbline.analysis.condition;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The functions of conditions: Argo's own six, and those of the language that measured values need. */
final class Functions {
    private static final Set<String> WITH_PREDICATE = Set.of("all", "any", "none", "one", "filter", "map", "count", "find", "findIndex");

    /** Least and most arguments, and the type of the result where there is only one. */
    private record Signature(int least, int most, @Nullable String result) {}

    private static final int MANY = 100;
    private static final Map<String, Signature> SIGNATURES = Map.ofEntries(
            Map.entry("asInt", new Signature(1, 1, "int64")), Map.entry("asFloat", new Signature(1, 1, "float64")),
            Map.entry("isNaN", new Signature(1, 1, "bool")), Map.entry("isInf", new Signature(1, 1, "bool")),
            Map.entry("isNil", new Signature(1, 1, "bool")), Map.entry("default", new Signature(2, 2, null)),
            Map.entry("len", new Signature(1, 1, "int")), Map.entry("int", new Signature(1, 1, "int")),
            Map.entry("float", new Signature(1, 1, "float64")), Map.entry("string", new Signature(1, 1, "string")),
            Map.entry("abs", new Signature(1, 1, null)), Map.entry("ceil", new Signature(1, 1, "float64")),
            Map.entry("floor", new Signature(1, 1, "float64")), Map.entry("round", new Signature(1, 1, "float64")),
            Map.entry("min", new Signature(1, MANY, null)), Map.entry("max", new Signature(1, MANY, null)),
            Map.entry("sum", new Signature(1, 1, null)), Map.entry("mean", new Signature(1, MANY, "float64")),
            Map.entry("median", new Signature(1, MANY, "float64")), Map.entry("first", new Signature(1, 1, null)),
            Map.entry("last", new Signature(1, 1, null)), Map.entry("keys", new Signature(1, 1, "array")),
            Map.entry("values", new Signature(1, 1, "array")), Map.entry("upper", new Signature(1, 1, "string")),
            Map.entry("lower", new Signature(1, 1, "string")), Map.entry("trim", new Signature(1, 1, "string")),
            Map.entry("type", new Signature(1, 1, "string")), Map.entry("now", new Signature(0, 0, "time")),
            Map.entry("duration", new Signature(1, 1, "duration")), Map.entry("date", new Signature(1, 3, "time")));

    private Functions() {}

    static boolean takesPredicate(String name) {
        return WITH_PREDICATE.contains(name);
    }

    /** Refuses a function that there is not, or a wrong number of arguments. */
    static void check(Token name, int arguments) {
        Signature signature = SIGNATURES.get(name.text());
        if (signature == null) {
            var known = new TreeSet<>(SIGNATURES.keySet());
            known.addAll(WITH_PREDICATE);
            throw new ConditionException(name.at(), "unknown function " + name.text() + " (known: " + String.join(", ", known) + ")");
        }
        if (arguments < signature.least || arguments > signature.most) {
            throw new ConditionException(name.at(), name.text() + " takes " + signature.least
                    + (signature.most == signature.least ? "" : " to " + signature.most) + " arguments, got " + arguments);
        }
    }

    static @Nullable String resultType(String name) {
        return switch (name) {
            case "all", "any", "none", "one" -> "bool";
            case "count", "findIndex" -> "int";
            case "filter", "map" -> "array";
            default -> {
                Signature signature = SIGNATURES.get(name);
                yield signature == null ? null : signature.result;
            }
        };
    }

    /** What a function that tries a predicate makes of its answers. */
    static Value chosen(Expression.ForEach f, List<Value> elements, List<Boolean> truths) {
        long count = truths.stream().filter(t -> t).count();
        int first = truths.indexOf(true);
        return switch (f.function()) {
            case "all" -> new Value.Bool(count == truths.size());
            case "any" -> new Value.Bool(count > 0);
            case "none" -> new Value.Bool(count == 0);
            case "one" -> new Value.Bool(count == 1);
            case "count" -> new Value.Whole(count);
            case "find" -> first < 0 ? Value.Nil.NIL : elements.get(first);
            case "findIndex" -> first < 0 ? Value.Nil.NIL : new Value.Whole(first);
            default -> {
                var kept = new ArrayList<Value>();
                for (int i = 0; i < elements.size(); i++) {
                    if (truths.get(i)) {
                        kept.add(elements.get(i));
                    }
                }
                yield new Value.Items(kept);
            }
        };
    }

    static Value call(Expression.Call c, List<Value> arguments, Instant now) {
        if (arguments.isEmpty()) {
            return new Value.Moment(now);
        }
        Value x = arguments.getFirst();
        return switch (c.function()) {
            case "asInt", "int" -> new Value.Whole(x instanceof Value.Text t ? Numbers.parseInt(t.value(), c.at()) : Numbers.truncated(number(c, x), c.at()));
            case "asFloat", "float" -> new Value.Decimal(x instanceof Value.Text t ? Numbers.parseFloat(t.value(), c.at()) : number(c, x));
            case "isNaN" -> new Value.Bool(Double.isNaN(number(c, x)));
            case "isInf" -> new Value.Bool(Double.isInfinite(number(c, x)));
            case "isNil" -> new Value.Bool(x instanceof Value.Nil);
            case "default" -> x instanceof Value.Nil ? arguments.get(1) : x;
            case "abs" -> x instanceof Value.Whole w ? new Value.Whole(Math.abs(w.value())) : new Value.Decimal(Math.abs(number(c, x)));
            case "ceil" -> new Value.Decimal(Math.ceil(number(c, x)));
            case "floor" -> new Value.Decimal(Math.floor(number(c, x)));
            case "round" -> new Value.Decimal(Math.copySign(Math.floor(Math.abs(number(c, x)) + 0.5), number(c, x)));
            case "min", "max", "sum", "mean", "median" -> ofNumbers(c, arguments);
            case "first", "last", "keys", "values", "len" -> ofCollection(c, x);
            case "duration" -> new Value.Span(GoTimes.duration(text(c, x), c.at()));
            case "date" -> new Value.Moment(GoTimes.date(arguments.stream().map(a -> text(c, a)).toList(), c.at()));
            default -> new Value.Text(ofAnything(c, x));
        };
    }

    private static String ofAnything(Expression.Call c, Value x) {
        return switch (c.function()) {
            case "type" -> x.typeName();
            case "string" -> x instanceof Value.Text t ? t.value() : x instanceof Value.Nil ? "<nil>" : JsonText.write(x);
            case "upper" -> text(c, x).toUpperCase(Locale.ROOT);
            case "lower" -> text(c, x).toLowerCase(Locale.ROOT);
            default -> text(c, x).strip();
        };
    }

    private static double number(Expression.Call c, Value value) {
        if (value.isNumber()) {
            return value.asDouble();
        }
        throw new ConditionException(c.at(), c.function() + " needs a number, got " + value.typeName());
    }

    private static String text(Expression.Call c, Value value) {
        if (value instanceof Value.Text t) {
            return t.value();
        }
        throw new ConditionException(c.at(), c.function() + " needs a text, got " + value.typeName());
    }

    private static Value ofNumbers(Expression.Call c, List<Value> arguments) {
        List<Value> all = arguments.size() == 1 && arguments.getFirst() instanceof Value.Items i ? i.elements() : arguments;
        double[] sorted = all.stream().mapToDouble(v -> number(c, v)).sorted().toArray();
        boolean whole = all.stream().allMatch(v -> v instanceof Value.Whole);
        int n = sorted.length;
        if (n == 0 && (c.function().equals("min") || c.function().equals("max"))) {
            throw new ConditionException(c.at(), c.function() + " of nothing: the result is nil or empty");
        }
        double result = switch (c.function()) {
            case "min" -> sorted[0];
            case "max" -> sorted[n - 1];
            case "mean" -> n == 0 ? 0 : Arrays.stream(sorted).sum() / n;
            case "median" -> n == 0 ? 0 : n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
            default -> all.stream().mapToDouble(Value::asDouble).reduce(0, Double::sum);
        };
        boolean keepsType = !c.function().startsWith("me");
        return whole && keepsType ? new Value.Whole(Numbers.truncated(result, c.at())) : new Value.Decimal(result);
    }

    private static Value ofCollection(Expression.Call c, Value x) {
        return switch (x) {
            case Value.Items i -> ofItems(c, i.elements());
            case Value.Members m -> switch (c.function()) {
                case "keys" -> new Value.Items(m.byName().keySet().stream().map(k -> (Value) new Value.Text(k)).toList());
                case "values" -> new Value.Items(List.copyOf(m.byName().values()));
                case "len" -> new Value.Whole(m.byName().size());
                default -> throw new ConditionException(c.at(), c.function() + " needs an array, got map");
            };
            case Value.Text t when c.function().equals("len") -> new Value.Whole(t.value().codePointCount(0, t.value().length()));
            case Value.Nil n -> throw new ConditionException(c.at(), c.function() + " of nil: the result is nil or empty");
            case Value v -> throw new ConditionException(c.at(), c.function() + " of " + v.typeName());
        };
    }

    private static Value ofItems(Expression.Call c, List<Value> elements) {
        return switch (c.function()) {
            case "len" -> new Value.Whole(elements.size());
            case "first" -> elements.isEmpty() ? Value.Nil.NIL : elements.getFirst();
            case "last" -> elements.isEmpty() ? Value.Nil.NIL : elements.getLast();
            default -> throw new ConditionException(c.at(), c.function() + " needs a map, got array");
        };
    }
}
