package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.Expr;
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
    private static final double[] NONE = {};
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
            case SUM, AVG, COUNT, MIN, MAX, GROUP -> totals(a, steps);
            case STDDEV, STDVAR -> reduce(a, NONE, steps);
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

    /** Those that need their members only one at a time. */
    private List<Column> totals(Expr.Aggregate a, Steps steps) {
        var grouping = Grouping.of(a);
        var totals = new ArrayList<GroupTotal>();
        evaluator.stream(a.expr(), steps, (c, nameless) -> {
            int group = grouping.of(c.labels, nameless);
            if (group == totals.size()) {
                query.budget.holdBytes(GroupTotal.bytes(steps.count()));
                totals.add(new GroupTotal(a.op(), steps.count()));
            }
            return totals.get(group).add(c, nameless);
        });
        var out = new ArrayList<Column>();
        for (int g = 0; g < totals.size(); g++) {
            query.budget.check();
            query.budget.holdBytes(Column.bytes(steps.count()));
            Column c = finish(a, totals.get(g), Column.empty(grouping.groups().get(g), totals.get(g).dropsName(), steps.count()));
            if (!c.isEmpty()) {
                out.add(c);
            }
        }
        return out;
    }

    private Column finish(Expr.Aggregate a, GroupTotal group, Column out) {
        for (int i = 0; i < out.values.length; i++) {
            List<Histogram> histograms = group.histograms(i);
            int n = group.floats(i);
            if (!histograms.isEmpty()) {
                element(a, out, i, new Values(group.members(), NONE, n, histograms, n > 0 ? group.value(i) : 0));
            } else if (n > 0) {
                out.set(i, group.value(i));
            }
        }
        return out;
    }

    private List<Column> reduce(Expr.Aggregate a, double[] q, Steps steps) {
        var out = new ArrayList<Column>();
        for (Group g : groups(a, evaluator.vector(a.expr(), steps))) {
            query.budget.check();
            Column c = reduce(a, g, q, steps.count());
            if (!c.isEmpty()) {
                out.add(c);
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
                element(a, out, i, new Values(g.members, floats, n, histograms, q.length == 0 ? 0 : q[i]));
            }
        }
        return out;
    }

    /** The elements of a group at one step; {@code value}: what the floats come to, or the quantile asked for. */
    private record Values(List<Column> members, double[] floats, int n, List<Histogram> histograms, double value) {}

    private void element(Expr.Aggregate a, Column out, int step, Values v) {
        switch (a.op()) {
            case COUNT -> out.set(step, v.n + v.histograms.size());
            case GROUP -> out.set(step, 1);
            case SUM, AVG -> {
                if (v.histograms.isEmpty()) {
                    out.set(step, v.value);
                } else {
                    HistogramAggregation.apply(a, v.members, out, step, query.annotations);
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
            case MIN, MAX -> v.value;
            case STDVAR -> variance(v);
            case STDDEV -> Math.sqrt(variance(v));
            case QUANTILE -> Quantiles.quantile(v.value, Arrays.copyOf(v.floats, v.n));
            case SUM, AVG, COUNT, GROUP, COUNT_VALUES, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> Double.NaN;
        };
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
