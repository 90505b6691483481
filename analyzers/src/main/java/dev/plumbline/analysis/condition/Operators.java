package dev.plumbline.analysis.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.plumbline.analysis.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Operators between two values. */
final class Operators {
    private static final int MAX_RANGE = 10_000;

    private Operators() {}

    static Value apply(Expression.Binary b, Value left, Value right) {
        return switch (b.operator()) {
            case "==" -> new Value.Bool(equal(left, right));
            case "!=" -> new Value.Bool(!equal(left, right));
            case "in" -> new Value.Bool(in(b, left, right));
            case "<", ">", "<=", ">=" -> new Value.Bool(ordered(b, left, right));
            case "contains", "startsWith", "endsWith", "matches" -> new Value.Bool(text(b, left, right));
            case ".." -> range(b, left, right);
            default -> arithmetic(b, left, right);
        };
    }

    /** Numbers by their value whatever their type, everything else by type and value. */
    static boolean equal(Value left, Value right) {
        if (left.isNumber() && right.isNumber()) {
            return left instanceof Value.Whole a && right instanceof Value.Whole b ? a.value() == b.value() : left.asDouble() == right.asDouble();
        }
        if (left instanceof Value.Items a && right instanceof Value.Items b) {
            return a.elements().size() == b.elements().size() && elementsEqual(a.elements(), b.elements());
        }
        return left.equals(right);
    }

    private static boolean elementsEqual(List<Value> a, List<Value> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean in(Expression.Binary b, Value left, Value right) {
        return switch (right) {
            case Value.Items items -> items.elements().stream().anyMatch(e -> equal(left, e));
            case Value.Members members when left instanceof Value.Text t -> members.byName().containsKey(t.value());
            case Value.Nil n -> false;
            case Value v -> throw mismatch(b, left, right);
        };
    }

    private static ConditionException mismatch(Expression.Binary b, Value left, Value right) {
        return new ConditionException(b.at(), "invalid operation: " + left.typeName() + " " + b.operator() + " " + right.typeName());
    }

    private static boolean ordered(Expression.Binary b, Value left, Value right) {
        if (left.isNumber() && right.isNumber()) {
            double x = left.asDouble();
            double y = right.asDouble();
            return switch (b.operator()) {
                case "<" -> x < y;
                case "<=" -> x <= y;
                case ">" -> x > y;
                default -> x >= y;
            };
        }
        int order = order(b, left, right);
        return switch (b.operator()) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static int order(Expression.Binary b, Value left, Value right) {
        if (left instanceof Value.Text x && right instanceof Value.Text y) {
            return x.value().compareTo(y.value());
        }
        if (left instanceof Value.Moment x && right instanceof Value.Moment y) {
            return x.at().compareTo(y.at());
        }
        if (left instanceof Value.Span x && right instanceof Value.Span y) {
            return x.length().compareTo(y.length());
        }
        throw mismatch(b, left, right);
    }

    private static boolean text(Expression.Binary b, Value left, Value right) {
        if (!(left instanceof Value.Text t && right instanceof Value.Text part)) {
            throw mismatch(b, left, right);
        }
        return switch (b.operator()) {
            case "contains" -> t.value().contains(part.value());
            case "startsWith" -> t.value().startsWith(part.value());
            case "endsWith" -> t.value().endsWith(part.value());
            default -> matches(b, t.value(), part.value());
        };
    }

    private static boolean matches(Expression.Binary b, String text, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new ConditionException(b.at(), "not a regular expression: " + e.getMessage());
        }
    }

    private static Value range(Expression.Binary b, Value left, Value right) {
        long from = Numbers.truncated(left.asDouble(), b.at());
        long to = Numbers.truncated(right.asDouble(), b.at());
        if (to - from >= MAX_RANGE) {
            throw new ConditionException(b.at(), "a range has at most " + MAX_RANGE + " numbers");
        }
        var elements = new ArrayList<Value>();
        for (long i = from; i <= to; i++) {
            elements.add(new Value.Whole(i));
        }
        return new Value.Items(elements);
    }

    private static Value arithmetic(Expression.Binary b, Value left, Value right) {
        if (left instanceof Value.Whole x && right instanceof Value.Whole y) {
            return whole(b, x.value(), y.value());
        }
        if (left.isNumber() && right.isNumber()) {
            return decimal(b, left, right);
        }
        if (left instanceof Value.Text x && right instanceof Value.Text y && b.operator().equals("+")) {
            return new Value.Text(x.value() + y.value());
        }
        try {
            return time(b, left, right);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ConditionException(b.at(), "a time out of range");
        }
    }

    private static Value whole(Expression.Binary b, long x, long y) {
        return switch (b.operator()) {
            case "+" -> new Value.Whole(x + y);
            case "-" -> new Value.Whole(x - y);
            case "*" -> new Value.Whole(x * y);
            case "/" -> new Value.Decimal((double) x / y);
            case "%" -> {
                if (y == 0) {
                    throw new ConditionException(b.at(), "division by zero");
                }
                yield new Value.Whole(x % y);
            }
            default -> new Value.Decimal(Math.pow((double) x, (double) y));
        };
    }

    private static Value decimal(Expression.Binary b, Value left, Value right) {
        double x = left.asDouble();
        double y = right.asDouble();
        return switch (b.operator()) {
            case "+" -> new Value.Decimal(x + y);
            case "-" -> new Value.Decimal(x - y);
            case "*" -> new Value.Decimal(x * y);
            case "/" -> new Value.Decimal(x / y);
            case "**" -> new Value.Decimal(Math.pow(x, y));
            default -> throw mismatch(b, left, right);
        };
    }

    private static Value time(Expression.Binary b, Value left, Value right) {
        boolean plus = b.operator().equals("+");
        if (!plus && !b.operator().equals("-")) {
            throw mismatch(b, left, right);
        }
        if (left instanceof Value.Moment x && right instanceof Value.Span y) {
            return new Value.Moment(plus ? x.at().plus(y.length()) : x.at().minus(y.length()));
        }
        if (left instanceof Value.Span x && right instanceof Value.Moment y && plus) {
            return new Value.Moment(y.at().plus(x.length()));
        }
        if (left instanceof Value.Moment x && right instanceof Value.Moment y && !plus) {
            return new Value.Span(Duration.between(y.at(), x.at()));
        }
        if (left instanceof Value.Span x && right instanceof Value.Span y) {
            return new Value.Span(plus ? x.length().plus(y.length()) : x.length().minus(y.length()));
        }
        throw mismatch(b, left, right);
    }
}
