package dev.plumbline.promql.engine;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.Expr;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Aggregations: elements are put into groups by their labels, and each group gives one element or some of its own. */
final class NaiveAggregations {
    private NaiveAggregations() {}

    private record Element(Labels labels, double value) {}

    static Map<Labels, Double> evaluate(Expr.Aggregate a, NaiveEvaluator evaluator, long time) {
        Map<Labels, List<Element>> groups = new LinkedHashMap<>();
        evaluator.vector(a.expr(), time).forEach((labels, v) ->
                groups.computeIfAbsent(key(a, labels), k -> new ArrayList<>()).add(new Element(labels, v)));
        var out = new LinkedHashMap<Labels, Double>();
        if (a.op() == AggregateOp.COUNT_VALUES) {
            groups.forEach((key, g) -> countValues(NaiveEvaluator.string(Objects.requireNonNull(a.param())), key, g, out));
            return out;
        }
        double parameter = a.param() == null ? 0 : evaluator.scalar(a.param(), time);
        groups.forEach((key, g) -> {
            switch (a.op()) {
                case TOPK, BOTTOMK, LIMITK -> chosen(a.op(), checked(parameter), g).forEach(e -> out.put(e.labels, e.value));
                default -> out.put(key, one(a.op(), parameter, g.stream().mapToDouble(Element::value).toArray()));
            }
        });
        return out;
    }

    private static Labels key(Expr.Aggregate a, Labels labels) {
        return a.without() ? labels.withoutMetricName().without(a.grouping()) : labels.keep(a.grouping());
    }

    private static double one(AggregateOp op, double parameter, double[] values) {
        return switch (op) {
            case SUM -> NaiveNumbers.sum(values);
            case AVG -> NaiveNumbers.mean(values);
            case COUNT -> values.length;
            case GROUP -> 1;
            case MIN -> extreme(values, false);
            case MAX -> extreme(values, true);
            case STDVAR -> NaiveNumbers.variance(values);
            case STDDEV -> Math.sqrt(NaiveNumbers.variance(values));
            case QUANTILE -> NaiveNumbers.quantile(parameter, values);
            case TOPK, BOTTOMK, COUNT_VALUES, LIMITK, LIMIT_RATIO -> throw new IllegalArgumentException("not one value: " + op);
        };
    }

    private static double extreme(double[] values, boolean largest) {
        double best = Double.NaN;
        for (double v : values) {
            best = Double.isNaN(best) || (largest ? v > best : v < best) ? v : best;
        }
        return best;
    }

    private static long checked(double k) {
        if (Double.isNaN(k)) {
            throw new NaiveFailure("Parameter value is NaN");
        }
        if (!(Math.abs(k) < 0x1p63)) {
            throw new NaiveFailure("Scalar value overflows or underflows int64");
        }
        return (long) k;
    }

    /** Of equal values those that come first; NaN is worse than any number. */
    private static List<Element> chosen(AggregateOp op, long k, List<Element> group) {
        Comparator<Element> byValue = Comparator.comparingDouble(Element::value);
        Comparator<Element> best = Comparator.<Element, Boolean>comparing(e -> Double.isNaN(e.value))
                .thenComparing(op == AggregateOp.TOPK ? byValue.reversed() : byValue);
        return (op == AggregateOp.LIMITK ? group.stream() : group.stream().sorted(best)).limit(Math.max(0, k)).toList();
    }

    private static void countValues(String label, Labels key, List<Element> group, Map<Labels, Double> out) {
        Map<String, Double> counts = new LinkedHashMap<>();
        group.forEach(e -> counts.merge(text(e.value), 1.0, Double::sum));
        counts.forEach((value, n) -> out.merge(key.with(label, value), n, Double::sum));
    }

    /** Decimal digits; only for values that a few of them write exactly. */
    private static String text(double v) {
        if (!Double.isFinite(v)) {
            return Double.isNaN(v) ? "NaN" : v > 0 ? "+Inf" : "-Inf";
        }
        return v == 0 ? (1 / v < 0 ? "-0" : "0") : new BigDecimal(v).stripTrailingZeros().toPlainString();
    }
}
