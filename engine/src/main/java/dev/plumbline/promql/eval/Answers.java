package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a whole query and turns columns into the {@link Value} that the asker gets. */
public final class Answers {
    /** Two arrays' heads, the object, its place in a list. */
    private static final int POINTS_OVERHEAD = 80;
    private final Query query;
    private long[] stepTimes = {};
    private final Evaluator evaluator;

    public Answers(Query query) {
        this.query = query;
        this.evaluator = new Evaluator(query);
    }

    /** The answer: for an instant query of the expression's type, for a range query a matrix. */
    public Value answer(Expr e) {
        HistogramStats.collect(e, query.countsOnly);
        if (query.isRange) {
            return range(e);
        }
        return e.type() == ValueType.MATRIX ? window(e) : instant(evaluator.evaluate(e, query.steps));
    }

    private Value instant(Operand operand) {
        long time = query.startMillis();
        return switch (operand) {
            case Operand.Scalar s -> new Value.Scalar(time, s.values()[0]);
            case Operand.Text t -> new Value.Text(time, t.value());
            case Operand.Vector v -> vector(Columns.finish(v.columns()), time);
        };
    }

    private static Value vector(List<Column> columns, long time) {
        var elements = new ArrayList<Value.Element>(columns.size());
        for (Column c : columns) {
            elements.add(new Value.Element(c.labels, time, c.values[0], c.histogram(0)));
        }
        return new Value.Vector(elements);
    }

    private Value range(Expr e) {
        if (e.type() == ValueType.MATRIX || e.type() == ValueType.STRING) {
            throw new QueryException(QueryException.Type.BAD_DATA, "invalid expression type \"" + e.type().description()
                    + "\" for range query, must be Scalar or instant Vector");
        }
        var series = new ArrayList<Value.Points>();
        List<Column> columns = switch (evaluator.evaluate(e, query.steps)) {
            case Operand.Scalar s -> List.of(Column.of(Labels.EMPTY, false, s.values()));
            case Operand.Vector v -> Columns.finish(v.columns());
            case Operand.Text _ -> List.of();
        };
        long columnBytes = query.budget.heldBytes();
        for (Column c : columns) {
            series.add(points(c));
        }
        query.budget.releaseBytes(columnBytes);
        return matrix(series);
    }

    private static Value matrix(List<Value.Points> series) {
        series.sort(Comparator.comparing(Value.Points::labels));
        return new Value.Matrix(series);
    }

    private Value.Points points(Column c) {
        int n = c.size();
        if (n == c.values.length) {
            query.budget.holdBytes(c.bytes());
            return new Value.Points(c.labels, allTimes(), c.values, c.histograms);
        }
        query.budget.holdBytes(POINTS_OVERHEAD + (c.histograms == null ? 16L * n : 16L * n + c.bytes()));
        long[] times = new long[n];
        double[] values = new double[n];
        @Nullable Histogram @Nullable [] histograms = c.histograms == null ? null : new @Nullable Histogram[n];
        int at = 0;
        for (int i = 0; i < c.values.length; i++) {
            if (c.has(i)) {
                times[at] = query.steps.time(i);
                values[at] = c.values[i];
                if (histograms != null) {
                    histograms[at] = c.histogram(i);
                }
                at++;
            }
        }
        return new Value.Points(c.labels, times, values, histograms);
    }

    /** The times of all steps, one array for all series that have a point at each. */
    private long[] allTimes() {
        if (stepTimes.length == 0) {
            query.budget.holdBytes(8L * query.steps.count());
            stepTimes = new long[query.steps.count()];
            Arrays.setAll(stepTimes, query.steps::time);
        }
        return stepTimes;
    }

    /** The samples of a range vector, as they are. */
    private Value window(Expr e) {
        RangeVector vector = evaluator.rangeVector(e, query.steps);
        Expr.Extension extension = ExtendedSelectors.extension(e);
        WindowTimes windows = extension == Expr.Extension.NONE ? vector.windows()
                : vector.windows().with(new WindowTimes.Margin(1, 0)); // both borders are points of the answer
        var series = new ArrayList<Value.Points>();
        var reader = vector.readers().get();
        for (int s = 0; s < vector.count(); s++) {
            RangeSeries r = reader.apply(s);
            if (extension != Expr.Extension.NONE) {
                r = ExtendedSelectors.bordered(extension, r, vector.windows());
            }
            Value.Points points = points(r, windows);
            if (points.times().length > 0) {
                query.budget.hold(points.times().length);
                query.budget.holdBytes(POINTS_OVERHEAD + 24L * points.times().length);
                series.add(points);
            }
        }
        return matrix(series);
    }

    private static Value.Points points(RangeSeries r, WindowTimes windows) {
        WindowPlan floats = WindowPlan.of(r.times(), r.from(), r.to(), windows);
        WindowPlan natives = WindowPlan.of(r.histogramTimes(), 0, r.histogramTimes().length, windows);
        var w = r.window();
        w.from = floats.from[0];
        w.to = floats.to[0];
        w.histogramFrom = natives.from[0];
        w.histogramTo = natives.to[0];
        int n = w.size() + w.histogramSize();
        long[] times = new long[n];
        double[] values = new double[n];
        @Nullable Histogram[] histograms = new @Nullable Histogram[n];
        int[] at = {0};
        w.forEach((time, value, h) -> {
            times[at[0]] = time;
            values[at[0]] = value;
            histograms[at[0]++] = h;
        });
        Labels labels = r.dropName() ? Columns.withoutMetric(r.labels()) : r.labels();
        return new Value.Points(labels, times, values, w.histogramSize() == 0 ? null : histograms);
    }
}
