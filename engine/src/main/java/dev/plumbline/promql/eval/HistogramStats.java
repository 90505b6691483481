package dev.plumbline.promql.eval;

import dev.plumbline.model.CounterResets;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.storage.Samples;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Histograms of which only count and sum are asked for: below {@code histogram_count}, {@code histogram_sum} and
 * {@code histogram_avg} nothing carries buckets along. Whether a counter was reset is found before its buckets are dropped, so
 * that, as in Prometheus, such a query sees resets which the store does not tell of.
 */
final class HistogramStats {
    private static final double[] NO_BOUNDS = {};

    private HistogramStats() {}

    /** Collects the selectors whose buckets nothing looks at, told apart by identity. */
    static void collect(Expr root, Set<Expr.VectorSelector> into) {
        collect(root, false, into);
    }

    private static void collect(Expr e, boolean wanted, Set<Expr.VectorSelector> into) {
        switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> { }
            case Expr.VectorSelector s -> add(s, wanted, into);
            case Expr.MatrixSelector m -> add(m.vector(), wanted, into);
            case Expr.Subquery _ -> { } // its steps may miss the samples between which a bucket fell
            case Expr.Call c -> call(c, wanted, into);
            case Expr.Aggregate a -> {
                collect(a.expr(), wanted, into);
                if (a.param() != null) {
                    collect(a.param(), wanted, into);
                }
            }
            case Expr.Binary b -> {
                if (b.op() != BinaryOp.TRIM_LOWER && b.op() != BinaryOp.TRIM_UPPER) {
                    collect(b.left(), wanted, into);
                    collect(b.right(), wanted, into);
                }
            }
            case Expr.Unary u -> collect(u.expr(), wanted, into);
            case Expr.Parens p -> collect(p.expr(), wanted, into);
        }
    }

    private static void add(Expr.VectorSelector s, boolean wanted, Set<Expr.VectorSelector> into) {
        if (wanted) {
            into.add(s);
        }
    }

    private static void call(Expr.Call c, boolean wanted, Set<Expr.VectorSelector> into) {
        boolean readsBuckets = switch (c.function()) {
            case "histogram_quantile", "histogram_quantiles", "histogram_fraction" -> true;
            default -> false;
        };
        boolean isCount = switch (c.function()) {
            case "histogram_count", "histogram_sum", "histogram_avg" -> true;
            default -> false;
        };
        if (!readsBuckets) {
            c.args().forEach(arg -> collect(arg, wanted || isCount, into));
        }
    }

    /** The samples, histograms without their buckets. */
    static Samples withoutBuckets(Samples s) {
        if (s.histograms() == null) {
            return s;
        }
        @Nullable Histogram[] bare = new @Nullable Histogram[s.to()];
        Histogram before = null;
        for (int i = s.from(); i < s.to(); i++) {
            Histogram h = s.histogram(i);
            if (h != null) {
                bare[i] = withoutBuckets(before, h);
                before = StaleMarker.is(h.sum()) ? before : h;
            }
        }
        return new Samples(s.times(), s.values(), bare, s.startTimes(), s.from(), s.to());
    }

    private static Histogram withoutBuckets(@Nullable Histogram before, Histogram h) {
        CounterReset reset = h.reset();
        if (reset == CounterReset.UNKNOWN && before != null && !StaleMarker.is(h.sum())) {
            reset = CounterResets.isReset(before, h) ? CounterReset.RESET : CounterReset.NOT_RESET;
        }
        return new Histogram(h.schema(), h.count(), h.sum(), 0, 0, Buckets.NONE, Buckets.NONE, NO_BOUNDS, reset);
    }
}
