package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.function.CompensatedMean;
import dev.plumbline.promql.function.CompensatedSum;
import dev.plumbline.promql.function.Quantiles;
import dev.plumbline.promql.function.ShortestDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Aggregation operators that make one element of a group. Series are assigned to groups once for all steps; within a
 * group, values are added in series order, so that the bits do not depend on anything but the series. Those that choose
 * among elements are {@link Choices}.
 */
final class Aggregations {
    private final Query query;
    private final Evaluator evaluator;
    private final Choices choices;

    Aggregations(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
        this.choices = new Choices(query, evaluator);
    }

    /** Members of one group in series order. */
    record Group(Labels labels, List<Column> members) {
        boolean dropsName() {
            return members.stream().anyMatch(c -> c.dropName);
        }
    }

    List<Column> evaluate(Expr.Aggregate a, Steps steps) {
        return switch (a.op()) {
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> reduce(a, new double[0], steps);
            case QUANTILE -> reduce(a, quantiles(a, steps), steps);
            case COUNT_VALUES -> countValues(a, steps);
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> choices.evaluate(a, steps);
        };
    }

    private double[] quantiles(Expr.Aggregate a, Steps steps) {
        Expr param = java.util.Objects.requireNonNull(a.param());
        double[] q = evaluator.scalar(param, steps);
        for (double v : q) {
            if (!(v >= 0 && v <= 1)) {
                query.annotations.warn("quantile value should be between 0 and 1, got " + ShortestDecimal.general(v), param.span());
            }
        }
        return q;
    }

    /** Groups in the order of their first member. */
    static List<Group> groups(Expr.Aggregate a, List<Column> columns) {
        Set<String> names = new HashSet<>(a.grouping());
        if (a.without()) {
            names.addAll(Columns.METRIC_LABELS);
        }
        Map<Labels, Group> groups = new LinkedHashMap<>();
        for (Column c : columns) {
            Labels key = a.without() ? c.labels.without(names) : names.isEmpty() ? Labels.EMPTY : c.labels.keep(names);
            groups.computeIfAbsent(key, k -> new Group(k, new ArrayList<>())).members.add(c);
        }
        return List.copyOf(groups.values());
    }

    private List<Column> reduce(Expr.Aggregate a, double[] q, Steps steps) {
        var out = new ArrayList<Column>();
        for (Group g : groups(a, evaluator.vector(a.expr(), steps))) {
            query.budget.check();
            Column c = a.op() == AggregateOp.SUM && g.members.stream().allMatch(m -> m.histograms == null)
                    ? sum(g, steps.count()) : reduce(a, g, q, steps.count());
            if (!c.isEmpty()) {
                out.add(c);
            }
        }
        return out;
    }

    /** The sum of floats, member by member: the same additions in the same order as step by step. */
    private static Column sum(Group g, int steps) {
        Column out = Column.empty(g.labels, g.dropsName(), steps);
        double[] correction = new double[steps];
        for (Column m : g.members) {
            for (int i = 0; i < steps; i++) {
                double v = m.values[i];
                if (StaleMarker.is(v)) {
                    continue;
                }
                double sum = StaleMarker.is(out.values[i]) ? 0 : out.values[i];
                double next = sum + v;
                if (Double.isInfinite(next)) {
                    correction[i] = 0;
                } else if (Math.abs(sum) >= Math.abs(v)) {
                    correction[i] += (sum - next) + v;
                } else {
                    correction[i] += (v - next) + sum;
                }
                out.values[i] = next;
            }
        }
        for (int i = 0; i < steps; i++) {
            if (out.has(i)) {
                out.values[i] += correction[i];
            }
        }
        return out;
    }

    private Column reduce(Expr.Aggregate a, Group g, double[] q, int steps) {
        Column out = Column.empty(g.labels, g.dropsName(), steps);
        double[] floats = new double[g.members.size()];
        List<Histogram> histograms = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int n = 0;
            histograms.clear();
            for (Column m : g.members) {
                Histogram h = m.histogram(i);
                if (h != null) {
                    histograms.add(h);
                } else if (m.has(i)) {
                    floats[n++] = m.values[i];
                }
            }
            if (n + histograms.size() > 0) {
                element(a, out, i, new Values(g, floats, n, histograms, q.length == 0 ? 0 : q[i]));
            }
        }
        return out;
    }

    private record Values(Group group, double[] floats, int n, List<Histogram> histograms, double q) {}

    private void element(Expr.Aggregate a, Column out, int step, Values v) {
        switch (a.op()) {
            case COUNT -> out.set(step, v.n + v.histograms.size());
            case GROUP -> out.set(step, 1);
            case SUM, AVG -> {
                if (v.histograms.isEmpty()) {
                    out.set(step, ofFloats(a.op(), v));
                } else {
                    HistogramAggregation.apply(a, v.group.members, out, step, query.annotations);
                }
            }
            case MIN, MAX, STDDEV, STDVAR, QUANTILE, COUNT_VALUES, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> {
                if (!v.histograms.isEmpty()) {
                    query.annotations.inform("ignored histogram in " + a.op().keyword() + " aggregation", a.expr().span());
                }
                if (v.n > 0) {
                    out.set(step, ofFloats(a.op(), v));
                }
            }
        }
    }

    private static double ofFloats(AggregateOp op, Values v) {
        return switch (op) {
            case SUM -> sum(v);
            case AVG -> average(v);
            case MIN -> extreme(v, false);
            case MAX -> extreme(v, true);
            case STDVAR -> variance(v);
            case STDDEV -> Math.sqrt(variance(v));
            case QUANTILE -> Quantiles.quantile(v.q, Arrays.copyOf(v.floats, v.n));
            case COUNT, GROUP, COUNT_VALUES, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> Double.NaN;
        };
    }

    private static double sum(Values v) {
        var sum = new CompensatedSum(v.floats[0]);
        for (int i = 1; i < v.n; i++) {
            sum.add(v.floats[i]);
        }
        return sum.value();
    }

    private static double average(Values v) {
        var mean = new CompensatedMean(v.floats[0]);
        for (int i = 1; i < v.n; i++) {
            mean.add(v.floats[i]);
        }
        return mean.value();
    }

    private static double extreme(Values v, boolean largest) {
        double best = v.floats[0];
        for (int i = 1; i < v.n; i++) {
            double f = v.floats[i];
            if ((largest ? f > best : f < best) || Double.isNaN(best)) {
                best = f;
            }
        }
        return best;
    }

    private static double variance(Values v) {
        double mean = v.floats[0];
        double squares = Double.isNaN(mean) || Double.isInfinite(mean) ? Double.NaN : 0;
        for (int i = 1; i < v.n; i++) {
            double delta = v.floats[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (v.floats[i] - mean);
        }
        return squares / v.n;
    }

    private List<Column> countValues(Expr.Aggregate a, Steps steps) {
        if (!(evaluator.evaluate(java.util.Objects.requireNonNull(a.param()), steps) instanceof Operand.Text label)) {
            throw new QueryException(QueryException.Type.INTERNAL, "count_values without a label name");
        }
        if (!LabelCalls.isLabelName(label.value())) {
            throw new QueryException(QueryException.Type.EXECUTION,
                    "invalid label name " + dev.plumbline.model.Quoting.quote(label.value()));
        }
        Map<Labels, Column> out = new LinkedHashMap<>();
        for (Group g : groups(a, evaluator.vector(a.expr(), steps))) {
            boolean dropName = g.dropsName() && !label.value().equals(Labels.METRIC_NAME);
            for (Column m : g.members) {
                for (int i = 0; i < steps.count(); i++) {
                    if (m.has(i)) {
                        Labels key = g.labels.with(label.value(), text(m, i));
                        Column c = out.computeIfAbsent(key, k -> Column.empty(k, dropName, steps.count()));
                        c.set(i, c.has(i) ? c.values[i] + 1 : 1);
                    }
                }
            }
        }
        return List.copyOf(out.values());
    }

    private static String text(Column c, int step) {
        Histogram h = c.histogram(step);
        return h == null ? ShortestDecimal.plain(c.values[step]) : dev.plumbline.promql.function.NativeHistogram.text(h);
    }
}
