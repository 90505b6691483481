package dev.plumbline.promql.engine;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.ast.VectorMatching;
import dev.plumbline.promql.ast.VectorMatching.Cardinality;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** Binary operators by looking at every pair. */
final class NaiveBinaries {
    private NaiveBinaries() {}

    static double scalars(BinaryOp op, double a, double b) {
        return op.isComparison() ? compare(op, a, b) ? 1 : 0 : arithmetic(op, a, b);
    }

    private static double arithmetic(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MOD -> a % b;
            case POW -> a == 1 || a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
            case ATAN2 -> Math.atan2(a, b);
            default -> throw new IllegalArgumentException("not in the naive subset: " + op);
        };
    }

    private static boolean compare(BinaryOp op, double a, double b) {
        return switch (op) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
            default -> throw new IllegalArgumentException("no comparison: " + op);
        };
    }

    static Map<Labels, Double> vector(Expr.Binary b, NaiveEvaluator e, long time) {
        boolean leftScalar = b.left().type() == ValueType.SCALAR;
        if (leftScalar || b.right().type() == ValueType.SCALAR) {
            double scalar = e.scalar(leftScalar ? b.left() : b.right(), time);
            return withScalar(b, e.vector(leftScalar ? b.right() : b.left(), time), scalar, leftScalar);
        }
        Map<Labels, Double> left = e.vector(b.left(), time);
        Map<Labels, Double> right = e.vector(b.right(), time);
        return b.op().isSet() ? set(b, left, right) : new Match(b).evaluate(left, right);
    }

    private static Map<Labels, Double> withScalar(Expr.Binary b, Map<Labels, Double> vector, double scalar, boolean leftScalar) {
        var out = new LinkedHashMap<Labels, Double>();
        vector.forEach((labels, v) -> {
            OptionalDouble result = pair(b, leftScalar ? scalar : v, leftScalar ? v : scalar, v);
            boolean keepsName = b.op().isComparison() && !b.returnBool();
            result.ifPresent(r -> NaiveEvaluator.put(out, keepsName ? labels : labels.withoutMetricName(), r));
        });
        return out;
    }

    private static OptionalDouble pair(Expr.Binary b, double x, double y, double kept) {
        if (!b.op().isComparison()) {
            return OptionalDouble.of(arithmetic(b.op(), x, y));
        }
        boolean holds = compare(b.op(), x, y);
        return b.returnBool() ? OptionalDouble.of(holds ? 1 : 0) : holds ? OptionalDouble.of(kept) : OptionalDouble.empty();
    }

    private static Labels signature(VectorMatching m, Labels labels) {
        return m.on() ? labels.keep(m.labels()) : labels.withoutMetricName().without(m.labels());
    }

    private static Map<Labels, Double> set(Expr.Binary b, Map<Labels, Double> left, Map<Labels, Double> right) {
        VectorMatching m = Objects.requireNonNull(b.matching());
        var out = new LinkedHashMap<Labels, Double>();
        left.forEach((labels, v) -> {
            boolean matched = right.keySet().stream().anyMatch(r -> signature(m, r).equals(signature(m, labels)));
            if (b.op() == BinaryOp.OR || matched == (b.op() == BinaryOp.AND)) {
                out.put(labels, v);
            }
        });
        if (b.op() == BinaryOp.OR) {
            right.forEach((labels, v) -> {
                if (left.keySet().stream().noneMatch(l -> signature(m, l).equals(signature(m, labels)))) {
                    NaiveEvaluator.put(out, labels, v);
                }
            });
        }
        return out;
    }

    /** One-to-one, or many elements of a side with one of the other. */
    private static final class Match {
        private final Expr.Binary b;
        private final VectorMatching m;
        private final boolean oneIsLeft;
        private final Map<Labels, Double> out = new LinkedHashMap<>();
        private final Map<Labels, Map<Labels, Boolean>> taken = new LinkedHashMap<>();

        Match(Expr.Binary b) {
            this.b = b;
            this.m = Objects.requireNonNull(b.matching());
            this.oneIsLeft = m.cardinality() == Cardinality.ONE_TO_MANY;
        }

        Map<Labels, Double> evaluate(Map<Labels, Double> left, Map<Labels, Double> right) {
            Map<Labels, Double> many = oneIsLeft ? right : left;
            Map<Labels, Double> one = oneIsLeft ? left : right;
            boolean nothing = m.fillLeft() == null && m.fillRight() == null ? many.isEmpty() || one.isEmpty()
                    : many.isEmpty() && one.isEmpty();
            if (nothing) {
                return out;
            }
            Map<Labels, Labels> bySignature = new LinkedHashMap<>();
            for (Labels labels : one.keySet()) {
                if (bySignature.put(signature(m, labels), labels) != null) {
                    throw new NaiveFailure("found duplicate series for the match group");
                }
            }
            many.forEach((labels, v) -> {
                Labels partner = bySignature.get(signature(m, labels));
                if (partner != null) {
                    result(labels, v, partner, Objects.requireNonNull(one.get(partner)));
                } else if (m.fillRight() != null) {
                    result(labels, v, signature(m, labels), m.fillRight());
                }
            });
            fillMany(one);
            return out;
        }

        private void fillMany(Map<Labels, Double> one) {
            Double fill = m.fillLeft();
            if (fill == null) {
                return;
            }
            one.forEach((labels, v) -> {
                if (!taken.containsKey(signature(m, labels))) {
                    result(signature(m, labels), fill, labels, v);
                }
            });
        }

        private void result(Labels many, double manyValue, Labels one, double oneValue) {
            double x = oneIsLeft ? oneValue : manyValue;
            double y = oneIsLeft ? manyValue : oneValue;
            Labels labels = labels(many, one);
            Map<Labels, Boolean> ofGroup = taken.computeIfAbsent(signature(m, one), s -> new LinkedHashMap<>());
            boolean oneToOne = m.cardinality() == Cardinality.ONE_TO_ONE;
            if (oneToOne ? !ofGroup.isEmpty() : ofGroup.containsKey(labels)) {
                throw new NaiveFailure("multiple matches for labels");
            }
            ofGroup.put(labels, true);
            pair(b, x, y, x).ifPresent(r -> NaiveEvaluator.put(out, labels, r));
        }

        private Labels labels(Labels many, Labels one) {
            Labels labels = b.op().isComparison() && !b.returnBool() ? many : many.withoutMetricName();
            if (m.cardinality() == Cardinality.ONE_TO_ONE) {
                labels = m.on() ? labels.keep(m.labels()) : labels.without(m.labels());
            }
            var builder = labels.builder();
            m.include().forEach(name -> builder.set(name, one.get(name)));
            return builder.build();
        }
    }
}
