package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.function.RangeFunction;
import dev.plumbline.promql.function.RangeFunctions;
import dev.plumbline.promql.function.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
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

    private record Call(String name, RangeFunction function, double[][] parameters, Span at) {
        boolean extrapolates() {
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
        CallSource source = prepare(e, steps);
        return Columns.mergeEqual(new Streaming(query).collect(source, steps.count()));
    }

    private CallSource prepare(Expr.Call e, Steps steps) {
        Expr matrix = e.args().stream().filter(a -> a.type() == ValueType.MATRIX).findFirst().orElseThrow();
        double[][] parameters = e.args().stream().filter(a -> a.type() == ValueType.SCALAR)
                .map(a -> evaluator.scalar(a, steps)).toArray(double[][]::new);
        checkParameters(e.function(), parameters);
        RangeFunction function = Objects.requireNonNull(RangeFunctions.byName().get(e.function()));
        var call = new Call(e.function(), function, parameters, e.args().getFirst().span());
        return new CallSource(call, evaluator.rangeVector(matrix, steps));
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

    /** The call as a source, or null when its series might meet in one label set, which only all of them together show. */
    @Nullable ColumnSource source(Expr.Call e, Steps steps) {
        CallSource source = prepare(e, steps);
        return !source.nameless() || source.vector.differsWithoutMetric() ? source : null;
    }

    private final class CallSource implements ColumnSource {
        private final Call call;
        private final RangeVector vector;

        CallSource(Call call, RangeVector vector) {
            this.call = call;
            this.vector = vector;
        }

        @Override
        public int count() {
            return vector.count();
        }

        @Override
        public boolean nameless() {
            return !KEEP_NAME.contains(call.name) && !query.dropsNamesLate();
        }

        @Override
        public Maker maker(Annotations notes) {
            return new CallMaker(this, notes);
        }
    }

    /** Computes the columns of a call on one thread. */
    private final class CallMaker implements ColumnSource.Maker {
        private final Call call;
        private final WindowTimes times;
        private final Annotations notes;
        private final IntFunction<RangeSeries> reader;
        private final Rates rates;
        private WindowPlan plan = WindowPlan.NONE;
        private String noCounter = "";

        CallMaker(CallSource source, Annotations notes) {
            this.call = source.call;
            this.times = source.vector.windows();
            this.notes = notes;
            this.reader = source.vector.readers().get();
            this.rates = new Rates(call.name, times);
        }

        @Override
        public @Nullable Column column(int i, double[] values) {
            RangeSeries series = reader.apply(i);
            if (!plan.fits(series)) {
                plan = WindowPlan.of(series.times(), series.from(), series.to(), times);
            }
            boolean dropName = KEEP_NAME.contains(call.name) ? series.dropName() : query.dropsNamesLate();
            Column out = Column.of(series.labels(), dropName, values);
            if (call.extrapolates() && !series.hasHistograms()) {
                boolean any = rates.compute(series, plan, values);
                if (any && call.isCounter()) {
                    informNoCounter(series.labels());
                }
                return any ? out : null;
            }
            Arrays.fill(values, StaleMarker.VALUE);
            general(series, out);
            return out.isEmpty() ? null : out;
        }

        private void informNoCounter(Labels labels) {
            String metric = labels.metricName();
            if (!metric.isEmpty() && !metric.equals(noCounter) && COUNTER_SUFFIXES.stream().noneMatch(metric::endsWith)) {
                noCounter = metric;
                notes.informMetric("metric might not be a counter, name does not end in _total/_sum/_count/_bucket:", metric, call.at);
            }
        }

        private void general(RangeSeries s, Column out) {
            var output = new WindowOutput(notes, call.at, s.labels().metricName(), out);
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
                    for (int p = 0; p < parameters.length; p++) {
                        parameters[p] = call.parameters[p][i];
                    }
                    output.moveTo(i);
                    call.function.apply(w, parameters, output);
                    if (call.extrapolates() && call.isCounter() && w.size() > 0) {
                        informNoCounter(s.labels());
                    }
                }
            }
        }
    }

    private static void move(Window w, WindowPlan plan, WindowTimes times, int step) {
        w.from = plan.from[step];
        w.to = plan.to[step];
        w.endMillis = times.end(step);
        w.startMillis = w.endMillis - times.rangeMillis();
        w.evalMillis = times.steps().time(step);
    }
}
