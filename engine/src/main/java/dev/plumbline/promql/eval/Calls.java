package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.function.CalendarFunctions;
import dev.plumbline.promql.function.NumberFunctions;
import dev.plumbline.promql.function.RangeFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Function calls: finds what a name means. */
final class Calls {
    private final Query query;
    private final Evaluator evaluator;
    private final RangeCalls ranges;
    private final LabelCalls labels;
    private final HistogramCalls histograms;
    private final AbsentCalls absents;
    private final InfoCalls infos;

    Calls(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
        this.ranges = new RangeCalls(query, evaluator);
        this.labels = new LabelCalls(query, evaluator);
        this.histograms = new HistogramCalls(query, evaluator);
        this.infos = new InfoCalls(evaluator);
        this.absents = new AbsentCalls(evaluator);
    }

    Operand evaluate(Expr.Call c, Steps steps) {
        DoubleUnaryOperator number = NumberFunctions.byName().get(c.function());
        if (number != null) {
            return new Operand.Vector(map(evaluator.vector(c.args().getFirst(), steps), (v, i) -> number.applyAsDouble(v)));
        }
        if (RangeFunctions.byName().containsKey(c.function())) {
            return new Operand.Vector(ranges.evaluate(c, steps));
        }
        if (CalendarFunctions.has(c.function())) {
            return new Operand.Vector(calendar(c, steps));
        }
        return other(c, steps);
    }

    /** A call that makes its columns one by one, or null for others. */
    @Nullable ColumnSource source(Expr.Call c, Steps steps) {
        return RangeFunctions.byName().containsKey(c.function()) ? ranges.source(c, steps) : null;
    }

    private Operand other(Expr.Call c, Steps steps) {
        return switch (c.function()) {
            case "time" -> new Operand.Scalar(times(steps));
            case "pi" -> new Operand.Scalar(Evaluator.fill(Math.PI, steps.count()));
            case "start" -> new Operand.Scalar(Evaluator.fill(query.startMillis() / 1000.0, steps.count()));
            case "end" -> new Operand.Scalar(Evaluator.fill(query.endMillis() / 1000.0, steps.count()));
            case "range" -> new Operand.Scalar(Evaluator.fill((query.endMillis() - query.startMillis()) / 1000.0, steps.count()));
            case "step" -> new Operand.Scalar(Evaluator.fill(query.startMillis() == query.endMillis() ? 0 : query.steps.stepMillis() / 1000.0, steps.count()));
            case "min_of" -> combine(c, steps, Math::min);
            case "max_of" -> combine(c, steps, Math::max);
            case "vector" -> new Operand.Vector(List.of(Column.of(Labels.EMPTY, false, evaluator.scalar(c.args().getFirst(), steps))));
            case "scalar" -> new Operand.Scalar(scalar(evaluator.vector(c.args().getFirst(), steps), steps));
            case "timestamp" -> new Operand.Vector(timestamp(c, steps, Selectors.Reading.TIME));
            case "start_timestamp" -> new Operand.Vector(timestamp(c, steps, Selectors.Reading.START));
            case "round" -> new Operand.Vector(round(c, steps));
            case "clamp", "clamp_min", "clamp_max" -> new Operand.Vector(clamp(c, steps));
            case "absent", "absent_over_time" -> new Operand.Vector(absents.evaluate(c, steps));
            case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc", "label_replace", "label_join" ->
                new Operand.Vector(labels.evaluate(c, steps));
            case "info" -> new Operand.Vector(infos.evaluate(c, steps));
            case "histogram_quantile", "histogram_quantiles", "histogram_fraction", "histogram_count", "histogram_sum",
                    "histogram_avg", "histogram_stddev", "histogram_stdvar" -> new Operand.Vector(histograms.evaluate(c, steps));
            default -> throw new QueryException(QueryException.Type.EXECUTION,
                    "function " + c.function() + " is not available yet");
        };
    }

    private Operand combine(Expr.Call c, Steps steps, DoubleBinaryOperator op) {
        double[] a = evaluator.scalar(c.args().get(0), steps);
        double[] b = evaluator.scalar(c.args().get(1), steps);
        double[] out = new double[a.length];
        Arrays.setAll(out, i -> op.applyAsDouble(a[i], b[i]));
        return new Operand.Scalar(out);
    }

    private static double[] times(Steps steps) {
        double[] times = new double[steps.count()];
        Arrays.setAll(times, i -> steps.time(i) / 1000.0);
        return times;
    }

    /** A value and its step to a value. */
    interface StepOperator {
        double apply(double value, int step);
    }

    /** Maps floats, leaves histograms out, drops the name. */
    private List<Column> map(List<Column> in, StepOperator op) {
        var out = new ArrayList<Column>(in.size());
        for (Column c : in) {
            Column mapped = evaluator.named(c, c.values.length);
            for (int i = 0; i < c.values.length; i++) {
                if (c.hasFloat(i)) {
                    mapped.set(i, op.apply(c.values[i], i));
                }
            }
            out.add(mapped);
        }
        return Columns.mergeEqual(out);
    }

    private List<Column> round(Expr.Call c, Steps steps) {
        double[] nearest = c.args().size() > 1 ? evaluator.scalar(c.args().get(1), steps) : Evaluator.fill(1, steps.count());
        return map(evaluator.vector(c.args().getFirst(), steps), (v, i) -> NumberFunctions.round(v, nearest[i]));
    }

    private List<Column> clamp(Expr.Call c, Steps steps) {
        double[] first = evaluator.scalar(c.args().get(1), steps);
        double[] none = Evaluator.fill(c.function().equals("clamp_max") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY,
                steps.count());
        double[] min = c.function().equals("clamp_max") ? none : first;
        double[] max = switch (c.function()) {
            case "clamp_min" -> none;
            case "clamp_max" -> first;
            default -> evaluator.scalar(c.args().get(2), steps);
        };
        return map(evaluator.vector(c.args().getFirst(), steps),
                (v, i) -> max[i] < min[i] ? StaleMarker.VALUE : NumberFunctions.clamp(v, min[i], max[i]));
    }

    private List<Column> calendar(Expr.Call c, Steps steps) {
        if (c.args().isEmpty()) {
            double[] parts = times(steps);
            Arrays.setAll(parts, i -> CalendarFunctions.apply(c.function(), parts[i]));
            return List.of(Column.of(Labels.EMPTY, false, parts));
        }
        return map(evaluator.vector(c.args().getFirst(), steps), (v, i) -> CalendarFunctions.apply(c.function(), v));
    }

    private static double[] scalar(List<Column> columns, Steps steps) {
        double[] out = Evaluator.fill(Double.NaN, steps.count());
        int[] seen = new int[steps.count()];
        for (Column c : columns) {
            for (int i = 0; i < out.length; i++) {
                if (c.hasFloat(i)) {
                    seen[i]++;
                    out[i] = seen[i] == 1 ? c.values[i] : Double.NaN;
                }
            }
        }
        return out;
    }

    private List<Column> timestamp(Expr.Call c, Steps steps, Selectors.Reading reading) {
        Expr arg = c.args().getFirst();
        while (arg instanceof Expr.Parens p) {
            arg = p.expr();
        }
        var out = new ArrayList<Column>();
        boolean ofStarts = reading == Selectors.Reading.START;
        if (ofStarts && !(query.options.has(Feature.START_TIMESTAMPS) && arg instanceof Expr.VectorSelector)) {
            return List.of(); // only stored samples have a start
        }
        if (arg instanceof Expr.VectorSelector s) {
            for (Column column : evaluator.selectors().instant(s, steps, reading)) {
                out.add(query.dropsNamesLate() ? column.relabeled(column.labels, true)
                        : column.relabeled(Columns.withoutMetric(column.labels), false));
            }
            return Columns.mergeEqual(out);
        }
        for (Column column : evaluator.vector(arg, steps)) {
            Column stamped = evaluator.named(column, steps.count());
            for (int i = 0; i < steps.count(); i++) {
                if (column.has(i)) {
                    stamped.set(i, steps.time(i) / 1000.0);
                }
            }
            out.add(stamped);
        }
        return Columns.mergeEqual(out);
    }
}
