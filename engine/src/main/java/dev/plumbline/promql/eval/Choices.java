package dev.plumbline.promql.eval;

import dev.plumbline.model.LabelHash;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.function.ShortestDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Aggregation operators that choose elements of a group: {@code topk}, {@code bottomk}, {@code limitk}, {@code limit_ratio}. */
final class Choices {
    private final Query query;
    private final Evaluator evaluator;
    private final Map<Labels, Double> shares = new HashMap<>();

    Choices(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
    }

    List<Column> evaluate(Expr.Aggregate a, Steps steps) {
        Expr param = Objects.requireNonNull(a.param());
        double[] parameter = evaluator.scalar(param, steps);
        check(a.op(), parameter, param);
        Map<Column, Column> chosen = new IdentityHashMap<>();
        var out = new ArrayList<Column>();
        for (Aggregations.Group g : Aggregations.groups(a, evaluator.vector(a.expr(), steps))) {
            for (int i = 0; i < steps.count(); i++) {
                int step = i;
                query.budget.check();
                for (Column c : choose(a, g, parameter[i], i)) {
                    chosen.computeIfAbsent(c, k -> {
                        query.budget.holdBytes(Column.bytes(steps.count()));
                        Column column = Column.empty(k.labels, k.dropName, steps.count());
                        out.add(column);
                        return column;
                    }).copy(step, c);
                }
            }
        }
        return out;
    }

    private void check(AggregateOp op, double[] parameter, Expr at) {
        for (int i = 0; i < parameter.length; i++) {
            double v = parameter[i];
            if (Double.isNaN(v)) {
                throw execution(op == AggregateOp.LIMIT_RATIO ? "Ratio value is NaN" : "Parameter value is NaN");
            }
            if (op == AggregateOp.LIMIT_RATIO) {
                parameter[i] = capped(v, at);
            } else if (v >= 0x1p63) {
                throw execution("Scalar value " + ShortestDecimal.general(v) + " overflows int64");
            } else if (v <= -0x1p63) {
                throw execution("Scalar value " + ShortestDecimal.general(v) + " underflows int64");
            }
        }
    }

    private double capped(double ratio, Expr at) {
        double capped = Math.max(-1, Math.min(1, ratio));
        if (capped != ratio) {
            query.annotations.warn("ratio value should be between -1 and 1, got " + ShortestDecimal.general(ratio)
                    + ", capping to " + ShortestDecimal.general(capped), at.span());
        }
        return capped;
    }

    private static QueryException execution(String message) {
        return new QueryException(QueryException.Type.EXECUTION, message);
    }

    private List<Column> choose(Expr.Aggregate a, Aggregations.Group g, double parameter, int step) {
        return switch (a.op()) {
            case TOPK -> best(a, g, (long) parameter, step);
            case BOTTOMK -> best(a, g, (long) parameter, step);
            case LIMITK -> g.members().stream().filter(c -> c.has(step)).limit(Math.max(0, (long) parameter)).toList();
            case LIMIT_RATIO -> g.members().stream().filter(c -> c.has(step) && isSampled(parameter, c.labels)).toList();
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, COUNT_VALUES, QUANTILE -> List.of();
        };
    }

    private List<Column> best(Expr.Aggregate a, Aggregations.Group g, long k, int step) {
        if (k < 1) {
            return List.of();
        }
        boolean anyHistogram = false;
        for (Column c : g.members()) {
            anyHistogram |= c.histogram(step) != null;
        }
        if (anyHistogram) {
            query.annotations.inform("ignored histogram in " + a.op().keyword() + " aggregation", a.expr().span());
        }
        return first((int) Math.min(k, g.members().size()), g.members(), step, a.op() == AggregateOp.TOPK);
    }

    /** The k first in the order of values, of equal ones the earlier member; by insertion, because k is small or the sort cheap. */
    private static List<Column> first(int k, List<Column> members, int step, boolean descending) {
        var best = new ArrayList<Column>(k);
        for (int m = 0; m < members.size(); m++) {
            Column c = members.get(m);
            if (!c.hasFloat(step)) {
                continue;
            }
            double v = c.values[step];
            if (best.size() == k && LabelCalls.compare(v, best.getLast().values[step], descending) >= 0) {
                continue;
            }
            if (best.size() == k) {
                best.removeLast();
            }
            best.add(place(best, v, step, descending), c);
        }
        return best;
    }

    /** Behind those that come before the value or are equal: a binary search. */
    private static int place(List<Column> best, double v, int step, boolean descending) {
        int lo = 0;
        int hi = best.size();
        while (lo < hi) {
            int mid = lo + hi >>> 1;
            if (LabelCalls.compare(v, best.get(mid).values[step], descending) < 0) {
                hi = mid;
            } else {
                lo = mid + 1;
            }
        }
        return lo;
    }

    /** Prometheus's choice: the same series for the same ratio, and those left out for {@code ratio − 1}. */
    private boolean isSampled(double ratio, Labels labels) {
        double share = shares.computeIfAbsent(labels, LabelHash::share);
        return ratio >= 0 ? share < ratio : share >= 1 + ratio;
    }
}
