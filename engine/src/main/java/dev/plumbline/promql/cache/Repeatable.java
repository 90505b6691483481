package dev.plumbline.promql.cache;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells expressions whose value at a step depends on the samples up to that step and on nothing else, so that steps of different
 * queries can be put together. Left out: {@code @}, negative offsets, durations that follow the query, whatever looks
 * ahead or may meet labels twice only across steps, and functions that were not looked at.
 */
final class Repeatable {
    /** The reach of an expression that is not repeatable. */
    static final long NEVER = -1;

    private static final long MOST_MILLIS = 1L << 42;
    private static final Set<String> FUNCTIONS = Set.of("rate", "increase", "irate", "delta", "idelta", "deriv", "changes", "resets",
            "avg_over_time", "min_over_time", "max_over_time", "sum_over_time", "count_over_time", "last_over_time", "present_over_time",
            "stddev_over_time", "stdvar_over_time", "quantile_over_time", "histogram_quantile", "abs", "ceil", "floor", "round", "clamp",
            "clamp_min", "clamp_max", "exp", "ln", "log2", "log10", "sqrt", "sgn", "scalar", "vector", "time");
    private static final Set<AggregateOp> AGGREGATIONS = EnumSet.of(AggregateOp.SUM, AggregateOp.AVG, AggregateOp.COUNT, AggregateOp.MIN,
            AggregateOp.MAX, AggregateOp.GROUP, AggregateOp.STDDEV, AggregateOp.STDVAR, AggregateOp.QUANTILE);
    private final long lookbackMillis;

    private Repeatable(long lookbackMillis) {
        this.lookbackMillis = lookbackMillis;
    }

    /** How far before a step the expression looks, ms; {@link #NEVER} when its steps must not be kept. */
    static long reach(Expr expr, long lookbackMillis) {
        long reach = expr.type() == ValueType.VECTOR ? new Repeatable(lookbackMillis).of(expr) : NEVER;
        return reach > MOST_MILLIS ? NEVER : reach;
    }

    private long of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _ -> 0;
            case Expr.StringLiteral _ -> NEVER;
            case Expr.Parens p -> of(p.expr());
            case Expr.Unary u -> of(u.expr());
            case Expr.VectorSelector v -> selector(v, lookbackMillis);
            case Expr.MatrixSelector m -> selector(m.vector(), fixed(m.range()));
            case Expr.Subquery s -> subquery(s);
            case Expr.Call c -> FUNCTIONS.contains(c.function()) ? most(c.args().toArray(Expr[]::new)) : NEVER;
            case Expr.Aggregate a -> !AGGREGATIONS.contains(a.op()) ? NEVER : a.param() == null ? of(a.expr()) : most(a.expr(), a.param());
            case Expr.Binary b -> most(b.left(), b.right());
        };
    }

    private long most(Expr... parts) {
        long most = 0;
        for (Expr part : parts) {
            long reach = of(part);
            if (reach == NEVER) {
                return NEVER;
            }
            most = Math.max(most, reach);
        }
        return most;
    }

    /** One metric only: without its name, series of two metrics may turn out to be one, across steps too. */
    private static long selector(Expr.VectorSelector v, long back) {
        boolean oneMetric = v.matchers().stream()
                .anyMatch(m -> m.name().equals(Labels.METRIC_NAME) && m.type() == LabelMatcher.Type.EQUAL && !m.value().isEmpty());
        return oneMetric && v.at() == null && v.extension() == Expr.Extension.NONE ? sum(back, offset(v.offset())) : NEVER;
    }

    private long subquery(Expr.Subquery s) {
        long step = s.step() == null ? 0 : fixed(s.step());
        long own = s.at() == null && step != NEVER ? sum(fixed(s.range()), offset(s.offset())) : NEVER;
        return sum(own, of(s.expr())); // its first step is not before the range begins
    }

    private static long offset(@Nullable DurationExpr offset) {
        return offset == null ? 0 : fixed(offset);
    }

    private static long fixed(DurationExpr duration) {
        Long millis = DurationExpr.fixedMillis(duration);
        return millis == null || millis < 0 || millis > MOST_MILLIS ? NEVER : millis;
    }

    private static long sum(long a, long b) {
        return a == NEVER || b == NEVER ? NEVER : a + b;
    }
}
