package dev.plumbline.promql.function;

import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Functions over windows, by their names in the language. Those over native histograms only are {@link HistogramRanges}. */
public final class RangeFunctions {
    static final String MIXED = "encountered a mix of histograms and floats for metric name";
    private static final String IGNORED = "ignored histograms in a range containing both floats and histograms for metric name";
    private static final Map<String, RangeFunction> BY_NAME = Map.ofEntries(
            Map.entry("rate", (w, p, out) -> rate(w, out, true, true)),
            Map.entry("increase", (w, p, out) -> rate(w, out, true, false)),
            Map.entry("delta", (w, p, out) -> rate(w, out, false, false)),
            Map.entry("irate", (w, p, out) -> instantRate(w, out, true)),
            Map.entry("idelta", (w, p, out) -> instantRate(w, out, false)),
            Map.entry("sum_over_time", RangeFunctions::sum), Map.entry("avg_over_time", RangeFunctions::average),
            Map.entry("min_over_time", floats(w -> w.values[OverTime.extreme(w, false, false)])),
            Map.entry("max_over_time", floats(w -> w.values[OverTime.extreme(w, true, false)])),
            Map.entry("ts_of_min_over_time", floats(w -> w.times[OverTime.extreme(w, false, true)] / 1000.0)),
            Map.entry("ts_of_max_over_time", floats(w -> w.times[OverTime.extreme(w, true, true)] / 1000.0)),
            Map.entry("stddev_over_time", floats(w -> Math.sqrt(OverTime.variance(w)))),
            Map.entry("stdvar_over_time", floats(OverTime::variance)),
            Map.entry("mad_over_time", floats(OverTime::medianDeviation)),
            Map.entry("quantile_over_time", RangeFunctions::quantile),
            Map.entry("count_over_time", (w, p, out) -> out.set((double) w.size() + w.histogramSize())),
            Map.entry("present_over_time", (w, p, out) -> out.set(1)),
            Map.entry("last_over_time", (w, p, out) -> last(w, out)),
            Map.entry("first_over_time", (w, p, out) -> first(w, out)),
            Map.entry("ts_of_last_over_time", (w, p, out) -> out.set(lastMillis(w) / 1000.0)),
            Map.entry("ts_of_first_over_time", (w, p, out) -> out.set(firstMillis(w) / 1000.0)),
            Map.entry("changes", (w, p, out) -> out.set(changes(w))), Map.entry("resets", (w, p, out) -> out.set(resets(w))),
            Map.entry("deriv", (w, p, out) -> linear(w, out, ww -> Regression.of(ww, ww.times[ww.from]).slope())),
            Map.entry("predict_linear", RangeFunctions::predict),
            Map.entry("double_exponential_smoothing", RangeFunctions::smooth), Map.entry("holt_winters", RangeFunctions::smooth));

    private RangeFunctions() {}

    public static Map<String, RangeFunction> byName() {
        return BY_NAME;
    }

    private static RangeFunction floats(ToDoubleFunction<Window> f) {
        return (w, p, out) -> {
            if (w.size() == 0) {
                return;
            }
            if (w.histogramSize() > 0) {
                out.informMetric(IGNORED);
            }
            out.set(f.applyAsDouble(w));
        };
    }

    private static void rate(Window w, Output out, boolean isCounter, boolean isRate) {
        if (w.isMixed()) {
            out.warnMetric(MIXED);
        } else if (w.histogramSize() > 0) {
            HistogramRates.rate(w, out, isCounter, isRate);
        } else if (isCounter && w.starts != null) {
            StartedCounters.rate(w, out, isRate);
        } else if (w.size() >= 2) {
            double difference = isCounter ? Extrapolation.counterIncrease(w.values, w.from, w.to) : w.last() - w.first();
            out.set(difference * Extrapolation.factor(Extrapolation.plan(w.times, w), isCounter, isRate, difference, w.first()));
        }
    }

    private static void instantRate(Window w, Output out, boolean isRate) {
        if (w.size() + w.histogramSize() < 2) {
            return;
        }
        if (w.histogramSize() > 0 && HistogramRates.lastTwoAreNotFloats(w)) {
            HistogramRates.instantRate(w, out, isRate, MIXED);
            return;
        }
        double last = w.values[w.to - 1];
        double previous = w.values[w.to - 2];
        double value = isRate && (last < previous || StartTimes.resetsFloat(w, w.to - 1)) ? last : last - previous;
        long interval = w.times[w.to - 1] - w.times[w.to - 2];
        if (interval > 0) {
            out.set(isRate ? value / (interval / 1000.0) : value);
        }
    }

    private static void sum(Window w, double[] p, Output out) {
        if (w.isMixed()) {
            out.warnMetric(MIXED);
        } else if (w.histogramSize() > 0) {
            HistogramRanges.sum(w, out);
        } else {
            out.set(OverTime.sum(w));
        }
    }

    private static void average(Window w, double[] p, Output out) {
        if (w.isMixed()) {
            out.warnMetric(MIXED);
        } else if (w.histogramSize() > 0) {
            HistogramRanges.average(w, out);
        } else {
            out.set(OverTime.average(w));
        }
    }

    private static void quantile(Window w, double[] p, Output out) {
        if (w.size() == 0) {
            return;
        }
        double q = p[0];
        if (!(q >= 0 && q <= 1)) {
            out.warn("quantile value should be between 0 and 1, got " + ShortestDecimal.general(q));
        }
        if (w.histogramSize() > 0) {
            out.informMetric(IGNORED);
        }
        out.set(Quantiles.quantile(q, Arrays.copyOfRange(w.values, w.from, w.to)));
    }

    private static long lastMillis(Window w) {
        long f = w.size() == 0 ? Long.MIN_VALUE : w.times[w.to - 1];
        long h = w.histogramSize() == 0 ? Long.MIN_VALUE : w.histogramTimes[w.histogramTo - 1];
        return Math.max(f, h);
    }

    private static long firstMillis(Window w) {
        long f = w.size() == 0 ? Long.MAX_VALUE : w.times[w.from];
        long h = w.histogramSize() == 0 ? Long.MAX_VALUE : w.histogramTimes[w.histogramFrom];
        return Math.min(f, h);
    }

    private static void last(Window w, Output out) {
        if (w.histogramSize() == 0 || w.size() > 0 && w.times[w.to - 1] == lastMillis(w)) {
            out.set(w.last());
        } else {
            out.set(w.histograms[w.histogramTo - 1]);
        }
    }

    private static void first(Window w, Output out) {
        if (w.histogramSize() == 0 || w.size() > 0 && w.times[w.from] == firstMillis(w)) {
            out.set(w.first());
        } else {
            out.set(w.histograms[w.histogramFrom]);
        }
    }

    private static double changes(Window w) {
        if (w.histogramSize() > 0) {
            return HistogramRanges.changes(w);
        }
        int changes = 0;
        for (int i = w.from + 1; i < w.to; i++) {
            double a = w.values[i - 1];
            double b = w.values[i];
            if (a != b && !(Double.isNaN(a) && Double.isNaN(b))) {
                changes++;
            }
        }
        return changes;
    }

    private static double resets(Window w) {
        if (w.histogramSize() > 0) {
            return HistogramRanges.resets(w);
        }
        int resets = 0;
        for (int i = w.from + 1; i < w.to; i++) {
            if (w.values[i] < w.values[i - 1] || StartTimes.resetsFloat(w, i)) {
                resets++;
            }
        }
        return resets;
    }

    private static void linear(Window w, Output out, ToDoubleFunction<Window> f) {
        if (w.histogramSize() > 0 && w.size() > 0) {
            out.informMetric(IGNORED);
        }
        if (w.size() >= 2) {
            out.set(f.applyAsDouble(w));
        }
    }

    private static void predict(Window w, double[] p, Output out) {
        linear(w, out, ww -> {
            var line = Regression.of(ww, ww.evalMillis);
            return line.slope() * p[0] + line.intercept();
        });
    }

    private static void smooth(Window w, double[] p, Output out) {
        linear(w, out, ww -> OverTime.doubleExponential(ww, p[0], p[1]));
    }
}
