package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.model.Quoting;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.promql.function.RangeFunction;
import dev.plumbline.promql.function.Window;
import dev.plumbline.storage.Downsampled;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A function applied to each series of a range vector. One pass over each series' samples; window bounds are planned once
 * for all series that share their times, and for {@code rate}, {@code increase} and {@code delta} of floats the
 * extrapolation too. Long windows are not read where the store has figures of them ({@link LongWindows}). Cost:
 * O(samples + steps) per series for the bounds, plus what the function does in its windows.
 */
final class RangeColumns implements ColumnSource {
    private static final Set<String> KEEP_NAME = Set.of("last_over_time", "first_over_time");
    private static final List<String> COUNTER_SUFFIXES = List.of("_total", "_sum", "_count", "_bucket");
    private final Query query;
    private final Call call;
    private final RangeVector vector;

    /**
     * What is applied.
     *
     * @param parameters for each scalar argument its value at each step
     * @param at where the call's first argument stands
     * @param extended whether the range is anchored or smoothed
     */
    record Call(String name, RangeFunction function, double[][] parameters, Span at, boolean extended) {
        boolean isRateFamily() {
            return switch (name) {
                case "rate", "increase", "delta" -> true;
                default -> false;
            };
        }

        boolean isCounter() {
            return isRateFamily() && !"delta".equals(name);
        }
    }

    RangeColumns(Query query, Call call, RangeVector vector) {
        this.query = query;
        this.call = call;
        this.vector = vector;
    }

    @Override
    public int count() {
        return vector.count();
    }

    private boolean keepsName() {
        return KEEP_NAME.contains(call.name);
    }

    @Override
    public boolean nameless() {
        return !keepsName() && !query.dropsNamesLate();
    }

    @Override
    public boolean mayMeet() {
        return nameless() && !vector.differsWithoutMetric();
    }

    @Override
    public long work() {
        return vector.count() * LongWindows.workPerSeries(query, call, vector);
    }

    @Override
    public ColumnSource.Maker maker(Annotations notes) {
        return new CallMaker(notes);
    }

    /** Computes columns on one thread. */
    private final class CallMaker implements ColumnSource.Maker {
        private final Annotations notes;
        private final WindowTimes times = vector.windows();
        private final IntFunction<RangeSeries> reader = vector.readers().get();
        private final Rates rates = new Rates(call.name, times);
        private final @Nullable Sliding sliding = Sliding.of(call.name);
        private final @Nullable LongWindows longWindows = LongWindows.of(query, call, vector);
        private final @Nullable DownsampledCalls rows;
        private WindowPlan plan = WindowPlan.NONE;
        private Labels noCounter = Labels.EMPTY;

        CallMaker(Annotations notes) {
            this.notes = notes;
            rows = DownsampledCalls.of(call, vector, notes);
        }

        @Override
        public @Nullable Column column(int i, double[] values) {
            Downsampled past = rows == null ? null : rows.of(i);
            if (rows == null || past == null) {
                return asStored(i, values);
            }
            Arrays.fill(values, StaleMarker.VALUE);
            Column lasts = read(i, values);
            return rows.correct(i, past, lasts != null ? lasts
                    : Column.of(vector.labels().apply(i), !keepsName() && query.dropsNamesLate(), values));
        }

        private @Nullable Column asStored(int i, double[] values) {
            LongWindows.Outcome known = longWindows == null ? LongWindows.Outcome.UNKNOWN : longWindows.compute(i, values);
            return switch (known) {
                case UNKNOWN -> read(i, values);
                case EMPTY -> null;
                case VALUES -> {
                    Labels labels = vector.labels().apply(i);
                    if (call.isCounter()) {
                        informNoCounter(labels);
                    }
                    yield Column.of(labels, !keepsName() && query.dropsNamesLate(), values);
                }
            };
        }

        private @Nullable Column read(int i, double[] values) {
            RangeSeries series = reader.apply(i);
            if (!plan.fits(series)) {
                plan = WindowPlan.of(series.times(), series.from(), series.to(), times);
            }
            Column out = Column.of(series.labels(), keepsName() ? series.dropName() : query.dropsNamesLate(), values);
            boolean plain = !call.extended && !series.hasHistograms() && series.starts() == null;
            if (call.isRateFamily() && plain) {
                boolean any = rates.compute(series, plan, values);
                if (any && call.isCounter()) {
                    informNoCounter(series.labels());
                }
                return any ? out : null;
            }
            if (sliding != null && plain && sliding.compute(series, plan, values)) {
                return out.isEmpty() ? null : out;
            }
            Arrays.fill(values, StaleMarker.VALUE);
            general(series, out);
            return out.isEmpty() ? null : out;
        }

        private void general(RangeSeries s, Column out) {
            var output = new WindowOutput(notes, call.at, s.labels().metricName(), out);
            Window w = s.window();
            @Nullable WindowPlan histograms = s.hasHistograms()
                    ? WindowPlan.of(s.histogramTimes(), 0, s.histogramTimes().length, times) : null;
            double[] parameters = new double[call.parameters.length];
            for (int i = 0; i < times.count(); i++) {
                move(w, plan, i);
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
                    if (call.isCounter() && out.hasFloat(i)) {
                        informNoCounter(s.labels());
                    }
                }
            }
        }

        private void move(Window w, WindowPlan plan, int step) {
            w.from = plan.from[step];
            w.to = plan.to[step];
            w.endMillis = times.end(step);
            w.startMillis = w.endMillis - times.rangeMillis();
            w.evalMillis = times.steps().time(step);
        }

        /** Says so for each metric; neighbours mostly are of the same. */
        private void informNoCounter(Labels labels) {
            if (labels == noCounter) {
                return;
            }
            noCounter = labels;
            String metric = labels.metricName();
            if (query.options.has(Feature.TYPE_AND_UNIT_LABELS)) {
                informNoCounterType(labels);
            } else if (!metric.isEmpty() && !isNamedAsCounter(metric)) {
                notes.informMetric("metric might not be a counter, name does not end in _total/_sum/_count/_bucket:", metric, call.at);
            }
        }

        private static boolean isNamedAsCounter(String metric) {
            for (String suffix : COUNTER_SUFFIXES) {
                if (metric.endsWith(suffix)) {
                    return true;
                }
            }
            return false;
        }

        private void informNoCounterType(Labels labels) {
            String type = labels.get("__type__");
            if (!labels.metricName().isEmpty() && !type.equals("counter") && !type.equals("histogram")) {
                notes.informMetric("metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\","
                        + " got " + Quoting.quote(type) + ":", labels.metricName(), call.at);
            }
        }
    }
}
