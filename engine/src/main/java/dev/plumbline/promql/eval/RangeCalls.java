package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.model.Quoting;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.function.Extrapolation;
import dev.plumbline.promql.function.RangeFunction;
import dev.plumbline.promql.function.RangeFunctions;
import dev.plumbline.promql.function.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls of functions over range vectors. One pass over each series' samples; window bounds are planned once for all
 * series that share their times, and for {@code rate}, {@code increase} and {@code delta} of floats the extrapolation
 * too. Cost: O(samples + steps) per series for the bounds, plus what the function does in its windows.
 */
final class RangeCalls {
    private static final Set<String> KEEP_NAME = Set.of("last_over_time", "first_over_time");
    private static final List<String> COUNTER_SUFFIXES = List.of("_total", "_sum", "_count", "_bucket");
    private final Query query;
    private final Evaluator evaluator;

    RangeCalls(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
    }

    private record Call(String name, RangeFunction function, double[][] parameters, Span at, boolean extended) {
        boolean isRateFamily() {
            return switch (name) {
                case "rate", "increase", "delta" -> true;
                default -> false;
            };
        }

        boolean isCounter() {
            return !"delta".equals(name);
        }
    }

    List<Column> evaluate(Expr.Call e, Steps steps) {
        Expr matrix = e.args().stream().filter(a -> a.type() == ValueType.MATRIX).findFirst().orElseThrow();
        double[][] parameters = e.args().stream().filter(a -> a.type() == ValueType.SCALAR)
                .map(a -> evaluator.scalar(a, steps)).toArray(double[][]::new);
        checkParameters(e.function(), parameters);
        Expr.Extension extension = ExtendedSelectors.extension(matrix);
        RangeFunction function = extension == Expr.Extension.NONE
                ? Objects.requireNonNull(RangeFunctions.byName().get(e.function())) : ExtendedSelectors.function(extension, e.function());
        var call = new Call(e.function(), function, parameters, e.args().getFirst().span(), extension != Expr.Extension.NONE);
        return columns(call, evaluator.rangeVector(matrix, steps), steps);
    }

    private static void checkParameters(String function, double[][] parameters) {
        if (!function.equals("double_exponential_smoothing") && !function.equals("holt_winters")) {
            return;
        }
        String[] names = {"smoothing", "trend"};
        for (int p = 0; p < 2; p++) {
            for (double v : parameters[p]) {
                if (v < 0 || v > 1) {
                    throw new dev.plumbline.promql.QueryException(dev.plumbline.promql.QueryException.Type.EXECUTION,
                            "invalid " + names[p] + " factor. Expected: 0 <= " + (p == 0 ? "sf" : "tf") + " <= 1, got: "
                                    + dev.plumbline.promql.function.ShortestDecimal.general(v));
                }
            }
        }
    }

    private List<Column> columns(Call call, RangeVector vector, Steps steps) {
        var columns = new ArrayList<Column>(vector.count());
        WindowPlan plan = null;
        for (int i = 0; i < vector.count(); i++) {
            long before = query.budget.held();
            RangeSeries series = vector.series().apply(i);
            if (plan == null || !plan.fits(series)) {
                plan = WindowPlan.of(series.times(), series.from(), series.to(), vector.windows());
            }
            boolean plain = !call.extended && !series.hasHistograms() && series.starts() == null;
            Column column = call.isRateFamily() && plain ? extrapolated(call, series, plan, vector.windows())
                    : general(call, series, plan, vector.windows());
            query.budget.release(query.budget.held() - before);
            if (!column.isEmpty()) {
                query.budget.holdBytes(column.bytes());
                columns.add(column);
            }
        }
        return Columns.mergeEqual(columns);
    }

    private Column empty(Call call, RangeSeries s, int steps) {
        if (KEEP_NAME.contains(call.name)) {
            return Column.empty(s.labels(), s.dropName(), steps);
        }
        return query.dropsNamesLate() ? Column.empty(s.labels(), true, steps)
                : Column.empty(Columns.withoutMetric(s.labels()), false, steps);
    }

    private Column extrapolated(Call call, RangeSeries s, WindowPlan plan, WindowTimes times) {
        Column out = empty(call, s, times.count());
        Window w = s.window();
        boolean any = false;
        boolean isCounter = call.isCounter();
        boolean isRate = call.name.equals("rate");
        for (int i = 0; i < times.count(); i++) {
            move(w, plan, times, i);
            if (w.size() >= 2) {
                any = true;
                double difference = isCounter ? Extrapolation.counterIncrease(w.values, w.from, w.to) : w.last() - w.first();
                out.values[i] = difference
                        * Extrapolation.factor(plan.extrapolation(i, w), isCounter, isRate, difference, w.first());
            }
        }
        if (any && isCounter) {
            informNoCounter(s.labels(), call.at);
        }
        return out;
    }

    private static void move(Window w, WindowPlan plan, WindowTimes times, int step) {
        w.from = plan.from[step];
        w.to = plan.to[step];
        w.endMillis = times.end(step);
        w.startMillis = w.endMillis - times.rangeMillis();
        w.evalMillis = times.steps().time(step);
    }

    private void informNoCounter(Labels labels, Span at) {
        String metric = labels.metricName();
        if (query.options.has(Feature.TYPE_AND_UNIT_LABELS)) {
            informNoCounterType(labels, at);
        } else if (!metric.isEmpty() && COUNTER_SUFFIXES.stream().noneMatch(metric::endsWith)) {
            query.annotations.informMetric("metric might not be a counter, name does not end in _total/_sum/_count/_bucket:",
                    metric, at);
        }
    }

    private void informNoCounterType(Labels labels, Span at) {
        String type = labels.get("__type__");
        if (!labels.metricName().isEmpty() && !type.equals("counter") && !type.equals("histogram")) {
            query.annotations.informMetric("metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\","
                    + " got " + Quoting.quote(type) + ":", labels.metricName(), at);
        }
    }

    private Column general(Call call, RangeSeries s, WindowPlan plan, WindowTimes times) {
        Column out = empty(call, s, times.count());
        var output = new WindowOutput(query.annotations, call.at, s.labels().metricName(), out);
        Window w = s.window();
        @Nullable WindowPlan histograms = s.hasHistograms()
                ? WindowPlan.of(s.histogramTimes(), 0, s.histogramTimes().length, times) : null;
        double[] parameters = new double[call.parameters.length];
        for (int i = 0; i < times.count(); i++) {
            move(w, plan, times, i);
            if (histograms != null) {
                w.histogramFrom = histograms.from[i];
                w.histogramTo = histograms.to[i];
            }
            if (!w.isEmpty()) {
                int step = i;
                Arrays.setAll(parameters, p -> call.parameters[p][step]);
                output.moveTo(i);
                call.function.apply(w, parameters, output);
                if (call.isRateFamily() && call.isCounter() && out.hasFloat(i)) {
                    informNoCounter(s.labels(), call.at);
                }
            }
        }
        return out;
    }
}
