package dev.plumbline.daemon.upstream;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import java.util.Set;

/**
 * Whether the series that an expression yields have lost their metric's name. VictoriaMetrics leaves it where it thinks that the value still is
 * one of that metric ({@code max_over_time}); here and in Prometheus it goes, and series of both must be the same.
 */
final class MetricNames {
    private static final Set<String> KEEPING = Set.of("last_over_time", "first_over_time", "label_replace", "label_join", "sort", "sort_desc",
            "sort_by_label", "sort_by_label_desc", "info");

    private MetricNames() {}

    /** True only when no series can have a name. */
    static boolean areGone(Expr e) {
        return switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
            case Expr.VectorSelector _, Expr.MatrixSelector _, Expr.Subquery _ -> false;
            case Expr.Call c -> !KEEPING.contains(c.function());
            case Expr.Aggregate a -> switch (a.op()) {
                case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> areGone(a.expr());
                case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, QUANTILE -> a.without() || !a.grouping().contains(Labels.METRIC_NAME);
                case COUNT_VALUES -> false; // its label may be the name
            };
            case Expr.Binary b -> ofBinary(b);
            case Expr.Unary u -> u.minus() || areGone(u.expr());
            case Expr.Parens p -> areGone(p.expr());
        };
    }

    private static boolean ofBinary(Expr.Binary b) {
        if (b.op() == BinaryOp.AND || b.op() == BinaryOp.UNLESS) {
            return areGone(b.left());
        }
        if (b.op() == BinaryOp.OR) {
            return areGone(b.left()) && areGone(b.right());
        }
        if (b.op().changesMetric() || b.returnBool()) {
            return true;
        }
        return b.left().type() == ValueType.SCALAR ? areGone(b.right()) : areGone(b.left());
    }
}
