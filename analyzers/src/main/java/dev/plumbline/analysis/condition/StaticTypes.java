package dev.plumbline.analysis.condition;

import dev.plumbline.analysis.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What is known of types before there are values: literals, results of functions and operators. What comes out of a
 * measurement is not known and is compared as it comes.
 */
final class StaticTypes {
    private static final String BOOL = "bool";

    private StaticTypes() {}

    /** Refuses comparisons and arithmetic of known types that do not go together. */
    static void check(Expression expression) {
        switch (expression) {
            case Expression.Binary b -> {
                check(b.left());
                check(b.right());
                requireMatch(b);
            }
            case Expression.Unary u -> check(u.operand());
            case Expression.Choice c -> {
                check(c.condition());
                check(c.then());
                check(c.otherwise());
            }
            case Expression.Call c -> c.arguments().forEach(StaticTypes::check);
            case Expression.ForEach f -> {
                check(f.list());
                check(f.body());
            }
            case Expression.Member m -> {
                check(m.target());
                check(m.key());
            }
            case Expression.Slice s -> check(s.target());
            case Expression.ListOf l -> l.elements().forEach(StaticTypes::check);
            case Expression.MapOf m -> m.values().forEach(StaticTypes::check);
            case Expression.Literal l -> { }
            case Expression.Variable v -> { }
            case Expression.Element e -> { }
        }
    }

    static void requireBool(Expression expression) {
        String type = of(expression);
        if (type != null && !type.equals(BOOL)) {
            throw new ConditionException(expression.at(), "expected bool, but got " + type);
        }
    }

    private static void requireMatch(Expression.Binary b) {
        String left = of(b.left());
        String right = of(b.right());
        if (left == null || right == null || left.equals("nil") || right.equals("nil")) {
            return;
        }
        boolean fits = switch (b.operator()) {
            case "==", "!=" -> left.equals(right) || isNumber(left) && isNumber(right);
            case "<", ">", "<=", ">=" -> isNumber(left) && isNumber(right) || left.equals(right) && !left.equals(BOOL);
            case "*", "/", "%", "**", ".." -> isNumber(left) && isNumber(right);
            case "+" -> isNumber(left) && isNumber(right) || left.equals(right) && left.equals("string") || isTime(left) && isTime(right);
            case "-" -> isNumber(left) && isNumber(right) || isTime(left) && isTime(right);
            case "and", "or" -> left.equals(BOOL) && right.equals(BOOL);
            case "contains", "startsWith", "endsWith", "matches" -> left.equals("string") && right.equals("string");
            default -> true;
        };
        if (!fits) {
            throw new ConditionException(b.at(), "invalid operation: " + b.operator() + " (mismatched types " + left + " and " + right + ")");
        }
    }

    private static boolean isNumber(String type) {
        return type.equals("int") || type.equals("int64") || type.equals("float64");
    }

    private static boolean isTime(String type) {
        return type.equals("time") || type.equals("duration");
    }

    /** The name of a type that is known, else null. */
    private static @Nullable String of(Expression expression) {
        return switch (expression) {
            case Expression.Literal l -> l.value() instanceof Value.Nil ? "nil" : l.value().typeName();
            case Expression.Unary u -> u.operator().equals("not") ? BOOL : of(u.operand());
            case Expression.Binary b -> ofBinary(b);
            case Expression.Call c -> Functions.resultType(c.function());
            case Expression.ForEach f -> Functions.resultType(f.function());
            case Expression.ListOf l -> "array";
            case Expression.MapOf m -> "map";
            case Expression.Choice c -> null;
            case Expression.Variable v -> null;
            case Expression.Element e -> e.index() ? "int" : null;
            case Expression.Member m -> null;
            case Expression.Slice s -> null;
        };
    }

    private static @Nullable String ofArithmetic(@Nullable String left, @Nullable String right) {
        if (left == null || right == null || !isNumber(left) || !isNumber(right)) {
            return null;
        }
        return left.equals(right) ? left : "float64";
    }

    private static @Nullable String ofBinary(Expression.Binary b) {
        return switch (b.operator()) {
            case "+", "-", "*", "%" -> ofArithmetic(of(b.left()), of(b.right()));
            case "/", "**" -> "float64";
            case ".." -> "array";
            case "??" -> null;
            default -> BOOL;
        };
    }
}
