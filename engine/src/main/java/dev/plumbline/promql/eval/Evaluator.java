package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates nodes. A node's samples are held from its end to its parent's end; what it held meanwhile is let go. An
 * expression that is the same at every step is evaluated at the first and repeated.
 */
public final class Evaluator {
    private final Query query;
    private final Selectors selectors;
    private final Calls calls;
    private final Binaries binaries;
    private final Aggregations aggregations;

    public Evaluator(Query query) {
        this.query = query;
        this.selectors = new Selectors(query);
        this.calls = new Calls(query, this);
        this.binaries = new Binaries(query, this);
        this.aggregations = new Aggregations(query, this);
    }

    Selectors selectors() {
        return selectors;
    }

    Operand evaluate(Expr e, Steps steps) {
        long before = query.budget.held();
        long beforeBytes = query.budget.heldBytes();
        Operand result = steps.count() > 1 && StepInvariance.holds(e)
                ? broadcast(compute(e, Steps.instant(steps.startMillis())), steps.count()) : compute(e, steps);
        query.budget.release(query.budget.held() - before);
        query.budget.hold(size(result));
        query.budget.releaseBytes(query.budget.heldBytes() - beforeBytes);
        query.budget.holdBytes(bytes(result));
        return result;
    }

    private static long size(Operand operand) {
        return switch (operand) {
            case Operand.Scalar s -> s.values().length;
            case Operand.Text _ -> 0;
            case Operand.Vector v -> sum(v.columns(), Column::size);
        };
    }

    private static long bytes(Operand operand) {
        return switch (operand) {
            case Operand.Scalar s -> 8L * s.values().length;
            case Operand.Text t -> 2L * t.value().length();
            case Operand.Vector v -> sum(v.columns(), Column::bytes);
        };
    }

    private static long sum(List<Column> columns, ToLongFunction<Column> what) {
        long sum = 0;
        for (Column c : columns) {
            sum += what.applyAsLong(c);
        }
        return sum;
    }

    private static Operand broadcast(Operand once, int steps) {
        return switch (once) {
            case Operand.Scalar s -> new Operand.Scalar(fill(s.values()[0], steps));
            case Operand.Text t -> t;
            case Operand.Vector v -> new Operand.Vector(Columns.broadcast(v.columns(), steps));
        };
    }

    static double[] fill(double value, int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, value);
        return values;
    }

    private Operand compute(Expr e, Steps steps) {
        return switch (e) {
            case Expr.NumberLiteral n -> new Operand.Scalar(fill(n.value(), steps.count()));
            case Expr.StringLiteral s -> new Operand.Text(s.value());
            case Expr.VectorSelector s -> new Operand.Vector(selectors.instant(s, steps, Selectors.Reading.VALUE));
            case Expr.MatrixSelector _, Expr.Subquery _ -> throw new QueryException(QueryException.Type.INTERNAL,
                    "a range vector stands where the parser allows none");
            case Expr.Call c -> calls.evaluate(c, steps);
            case Expr.Aggregate a -> new Operand.Vector(aggregations.evaluate(a, steps));
            case Expr.Binary b -> binaries.evaluate(b, steps);
            case Expr.Unary u -> unary(u, steps);
            case Expr.Parens p -> compute(p.expr(), steps);
        };
    }

    /** Brings the columns of an instant vector to a sink; where that can be done, without holding all of them. */
    void stream(Expr e, Steps steps, ColumnSink sink) {
        ColumnSource source = steps.count() > 1 && StepInvariance.holds(e) ? null : source(e, steps);
        var streaming = new Streaming(query);
        if (source == null) {
            vector(e, steps).forEach(c -> sink.take(c, false));
        } else if (source.mayMeet()) {
            Columns.mergeEqual(streaming.collect(source, steps.count())).forEach(c -> sink.take(c, false));
        } else {
            streaming.run(source, steps.count(), sink);
        }
    }

    private @Nullable ColumnSource source(Expr e, Steps steps) {
        return switch (e) {
            case Expr.VectorSelector s -> selectors.source(s, steps);
            case Expr.Call c -> calls.source(c, steps);
            case Expr.Parens p -> source(p.expr(), steps);
            case Expr.MatrixSelector _, Expr.Subquery _, Expr.Aggregate _, Expr.Binary _, Expr.Unary _, Expr.NumberLiteral _,
                    Expr.StringLiteral _ -> null;
        };
    }

    List<Column> vector(Expr e, Steps steps) {
        if (evaluate(e, steps) instanceof Operand.Vector v) {
            return v.columns();
        }
        throw new QueryException(QueryException.Type.INTERNAL, "expected an instant vector, got " + e.type().description());
    }

    double[] scalar(Expr e, Steps steps) {
        if (evaluate(e, steps) instanceof Operand.Scalar s) {
            return s.values();
        }
        throw new QueryException(QueryException.Type.INTERNAL, "expected a scalar, got " + e.type().description());
    }

    private Operand unary(Expr.Unary u, Steps steps) {
        Operand operand = evaluate(u.expr(), steps);
        if (!u.minus()) {
            return operand;
        }
        return switch (operand) {
            case Operand.Scalar s -> new Operand.Scalar(Arrays.stream(s.values()).map(v -> -v).toArray());
            case Operand.Text t -> t;
            case Operand.Vector v -> new Operand.Vector(negate(v.columns()));
        };
    }

    private List<Column> negate(List<Column> columns) {
        var out = new ArrayList<Column>(columns.size());
        for (Column c : columns) {
            Column negated = named(c, c.values.length);
            for (int i = 0; i < c.values.length; i++) {
                Histogram h = c.histogram(i);
                if (h != null) {
                    negated.set(i, dev.plumbline.promql.function.HistogramArithmetic.scale(h, -1));
                } else if (c.has(i)) {
                    negated.set(i, -c.values[i]);
                }
            }
            out.add(negated);
        }
        return Columns.mergeEqual(out);
    }

    /** An empty column for a result that is no longer the metric: the name goes now or at the end. */
    Column named(Column source, int steps) {
        return query.dropsNamesLate() ? Column.empty(source.labels, true, steps)
                : Column.empty(Columns.withoutMetric(source.labels), false, steps);
    }

    /** A range vector, from a selector or a subquery. */
    RangeVector rangeVector(Expr e, Steps steps) {
        return switch (e) {
            case Expr.MatrixSelector m -> selectors.range(m, steps);
            case Expr.Subquery s -> subquery(s, steps);
            case Expr.Parens p -> rangeVector(p.expr(), steps);
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _, Expr.Call _, Expr.Aggregate _,
                    Expr.Binary _, Expr.Unary _ -> throw new QueryException(QueryException.Type.INTERNAL,
                            "expected a range vector, got " + ValueType.VECTOR.description());
        };
    }

    /** The inner expression at absolute multiples of its step within all windows. */
    private RangeVector subquery(Expr.Subquery s, Steps steps) {
        var windows = new WindowTimes(steps, query.durations.positiveMillis(s.range()), selectors.offset(s.offset()),
                WindowTimes.fixed(s.at(), query.startMillis(), query.endMillis()));
        long step = s.step() == null ? query.options.defaultSubqueryStepMillis() : query.durations.positiveMillis(s.step());
        long start = Math.ceilDiv(windows.minMillis(), step) * step;
        Steps inner = Steps.range(start, Math.max(start - step, windows.maxMillis()), step);
        if (inner.count() == 0) {
            return vector(List.of(), new long[0], windows);
        }
        long[] times = new long[inner.count()];
        Arrays.setAll(times, inner::time);
        List<Column> columns = switch (evaluate(s.expr(), inner)) {
            case Operand.Vector v -> v.columns();
            case Operand.Scalar v -> List.of(Column.of(Labels.EMPTY, false, v.values()));
            case Operand.Text _ -> List.of();
        };
        return vector(columns, times, windows);
    }

    private static RangeVector vector(List<Column> columns, long[] times, WindowTimes windows) {
        return new RangeVector(columns.size(), i -> columns.get(i).labels, () -> i -> rangeSeries(columns.get(i), times), windows, null);
    }

    /** A subquery may miss a sample or yield it many times: what its histogram knows of the one before does not hold. */
    private static @Nullable Histogram @Nullable [] withoutResets(@Nullable Histogram @Nullable [] histograms) {
        if (histograms == null) {
            return null;
        }
        @Nullable Histogram[] unknown = histograms.clone();
        for (int i = 0; i < unknown.length; i++) {
            Histogram h = unknown[i];
            if (h != null && h.reset() != CounterReset.GAUGE) {
                unknown[i] = HistogramMath.withReset(h, CounterReset.UNKNOWN);
            }
        }
        return unknown;
    }

    private static RangeSeries rangeSeries(Column c, long[] times) {
        return RangeSeries.of(c.labels, c.dropName,
                new Samples(times, c.values, withoutResets(c.histograms), null, 0, times.length));
    }
}
