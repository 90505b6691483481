package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.function.HistogramTotal;
import java.util.List;

/** {@code sum} and {@code avg} of a group that holds histograms at a step: nothing when it holds floats as well. */
final class HistogramAggregation {
    private final HistogramTotal total;
    private final Annotations annotations;
    private final Expr.Aggregate expr;
    private boolean any;
    private boolean startsWithFloat;
    private boolean hasFloats;
    private boolean isIncompatible;

    private HistogramAggregation(Expr.Aggregate expr, Annotations annotations) {
        this.expr = expr;
        this.annotations = annotations;
        this.total = new HistogramTotal(expr.op() == AggregateOp.AVG);
    }

    static void apply(Expr.Aggregate a, List<Column> members, Column out, int step, Annotations annotations) {
        var aggregation = new HistogramAggregation(a, annotations);
        for (Column m : members) {
            if (m.has(step) && !aggregation.isIncompatible) {
                aggregation.add(m, m.histogram(step));
            }
        }
        aggregation.finish(out, step);
    }

    private void add(Column member, @org.jspecify.annotations.Nullable Histogram h) {
        if (h == null) {
            startsWithFloat |= !any;
            hasFloats = true;
        } else if (!startsWithFloat && !total.add(h)) {
            annotations.warnMetric("vector contains a mix of histograms with exponential and custom buckets schemas for metric name",
                    member.labels.metricName(), expr.expr().span());
            isIncompatible = true;
        } else if (total.pollBoundsReconciled()) {
            annotations.inform("mismatched custom buckets were reconciled during aggregation", expr.expr().span());
        }
        any = true;
    }

    private void finish(Column out, int step) {
        if (hasFloats) {
            annotations.warn("encountered a mix of histograms and floats for aggregation", expr.expr().span());
        } else if (!isIncompatible) {
            out.set(step, total.value());
            if (total.hasConflictingResets()) {
                annotations.warn("conflicting counter resets during histogram aggregation", expr.expr().span());
            }
        }
    }
}
