package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Functions over windows that hold native histograms, and their aggregation. */
public final class HistogramRanges {
    private HistogramRanges() {}

    /** {@code rate}, {@code increase}, {@code delta}: floats are not in the window. */
    static void rate(Window w, Output out, boolean isCounter, boolean isRate) {
        boolean begins = isCounter && StartTimes.beginWithHistogram(w);
        if (w.histogramSize() < 2 && !begins) {
            return;
        }
        if (isCounter) {
            StartTimes.noteHistogramOverlap(w, out);
        }
        Histogram[] hs = Arrays.copyOfRange(w.histograms, w.histogramFrom, w.histogramTo);
        boolean anyGauge = Arrays.stream(hs).anyMatch(h -> h.reset() == CounterReset.GAUGE);
        boolean allGauge = Arrays.stream(hs).allMatch(h -> h.reset() == CounterReset.GAUGE);
        if (isCounter && anyGauge) {
            out.warnMetric("this native histogram metric is not a counter:");
        } else if (!isCounter && !allGauge) {
            out.warnMetric("this native histogram metric is not a gauge:");
        }
        if (hs.length == 1) {
            out.set(HistogramArithmetic.scale(hs[0], startedFactor(w, isRate)));
            return;
        }
        Histogram difference = difference(w, hs, isCounter, out);
        if (difference != null && begins) {
            difference = HistogramArithmetic.add(difference, hs[0], 1);
        }
        if (difference == null) {
            out.warnMetric("vector contains a mix of histograms with exponential and custom buckets schemas for metric name");
            return;
        }
        Window shifted = new Window(w.histogramTimes, w.values, w.histogramTimes, w.histograms);
        shifted.from = w.histogramFrom;
        shifted.to = w.histogramTo;
        shifted.startMillis = w.startMillis;
        shifted.endMillis = w.endMillis;
        double factor = begins ? startedFactor(w, isRate) : Extrapolation.factor(
                Extrapolation.plan(w.histogramTimes, shifted), isCounter, isRate, difference.count(), hs[0].count());
        out.set(HistogramArithmetic.withReset(HistogramArithmetic.scale(difference, factor), CounterReset.GAUGE));
    }

    private static double startedFactor(Window w, boolean isRate) {
        long[] starts = Objects.requireNonNull(w.histogramStarts);
        var span = new StartedCounters.SampleSpan(w.histogramTimes[w.histogramFrom], w.histogramTimes[w.histogramTo - 1],
                w.histogramSize());
        return StartedCounters.factorFrom(starts[w.histogramFrom], span, w, isRate);
    }

    /** The last less the first plus what resets lost; null when kinds of buckets mix. A first one before a reset is left out. */
    private static @Nullable Histogram difference(Window w, Histogram[] hs, boolean isCounter, Output out) {
        Histogram last = hs[hs.length - 1];
        boolean startsAnew = isCounter && StartTimes.resetsHistogram(w, w.histogramFrom + 1);
        int first = startsAnew ? 1 : 0;
        if (isCounter && Arrays.stream(hs, first, hs.length).anyMatch(h -> HistogramMath.isCustom(h) != HistogramMath.isCustom(last))) {
            return null;
        }
        Histogram result = startsAnew ? last : HistogramArithmetic.add(last, hs[0], -1);
        if (!startsAnew && result != null) {
            HistogramArithmetic.noteBounds(last, hs[0], "subtraction", out);
        }
        for (int i = first + 1; isCounter && result != null && i < hs.length; i++) {
            if (StartTimes.resetsHistogram(w, w.histogramFrom + i)) {
                result = HistogramArithmetic.add(result, hs[i - 1], 1);
            }
        }
        return result;
    }

    /** Whether the last two samples of the window are not both floats. */
    static boolean lastTwoAreNotFloats(Window w) {
        return w.size() < 2 || w.histogramTimes[w.histogramTo - 1] > w.times[w.to - 2];
    }

    static void instantRate(Window w, Output out, boolean isRate, String mixed) {
        int n = w.histogramTo;
        boolean both = w.histogramSize() >= 2 && (w.size() == 0 || w.times[w.to - 1] < w.histogramTimes[n - 2]);
        if (!both) {
            out.warnMetric(mixed);
            return;
        }
        Histogram last = w.histograms[n - 1];
        Histogram previous = w.histograms[n - 2];
        boolean lastGauge = last.reset() == CounterReset.GAUGE;
        boolean previousGauge = previous.reset() == CounterReset.GAUGE;
        if (isRate && (lastGauge || previousGauge)) {
            out.warnMetric("this native histogram metric is not a counter:");
        } else if (!isRate && !(lastGauge && previousGauge)) {
            out.warnMetric("this native histogram metric is not a gauge:");
        }
        Histogram value = isRate && StartTimes.resetsHistogram(w, n - 1) ? last : HistogramArithmetic.add(last, previous, -1);
        if (value == null) {
            out.warnMetric("vector contains a mix of histograms with exponential and custom buckets schemas for metric name");
            return;
        }
        HistogramArithmetic.noteBounds(last, previous, "subtraction", out);
        double seconds = (w.histogramTimes[n - 1] - w.histogramTimes[n - 2]) / 1000.0;
        Histogram perSecond = isRate ? HistogramArithmetic.divide(value, seconds) : value;
        out.set(HistogramArithmetic.withReset(perSecond, CounterReset.GAUGE));
    }

    static void sum(Window w, Output out) {
        aggregate(Arrays.asList(w.histograms).subList(w.histogramFrom, w.histogramTo), false, out);
    }

    static void average(Window w, Output out) {
        aggregate(Arrays.asList(w.histograms).subList(w.histogramFrom, w.histogramTo), true, out);
    }

    /** Sum or mean of at least one histogram; nothing, with a warning, when their buckets cannot meet. */
    public static void aggregate(List<Histogram> histograms, boolean average, Output out) {
        Histogram sum = histograms.getFirst();
        boolean reset = sum.reset() == CounterReset.RESET;
        boolean notReset = sum.reset() == CounterReset.NOT_RESET;
        for (Histogram h : histograms.subList(1, histograms.size())) {
            Histogram next = HistogramArithmetic.add(sum, h, 1);
            if (next == null) {
                out.warnMetric("vector contains a mix of histograms with exponential and custom buckets schemas for metric name");
                return;
            }
            HistogramArithmetic.noteBounds(sum, h, "aggregation", out);
            reset |= h.reset() == CounterReset.RESET;
            notReset |= h.reset() == CounterReset.NOT_RESET;
            sum = next;
        }
        if (reset && notReset) {
            out.warn("conflicting counter resets during histogram aggregation");
        }
        out.set(average ? HistogramArithmetic.divide(sum, histograms.size()) : sum);
    }

    private static final class Counter {
        private int n;
        private boolean any;
        private double value;
        private @Nullable Histogram histogram;
    }

    static double changes(Window w) {
        var c = new Counter();
        w.forEach((time, value, h) -> {
            if (c.any) {
                Histogram before = c.histogram;
                boolean same = h == null || before == null ? h == before && (value == c.value || Double.isNaN(value) && Double.isNaN(c.value))
                        : HistogramArithmetic.same(h, before);
                c.n += same ? 0 : 1;
            }
            c.any = true;
            c.value = value;
            c.histogram = h;
        });
        return c.n;
    }

    static double resets(Window w) {
        int resets = 0;
        int f = w.from;
        int h = w.histogramFrom;
        boolean wasFloat = false;
        while (f < w.to || h < w.histogramTo) {
            boolean isFloat = h == w.histogramTo || f < w.to && w.times[f] < w.histogramTimes[h];
            boolean isFirst = f == w.from && h == w.histogramFrom;
            if (!isFirst && (isFloat != wasFloat || (isFloat ? isFloatReset(w, f) : StartTimes.resetsHistogram(w, h)))) {
                resets++;
            }
            wasFloat = isFloat;
            f += isFloat ? 1 : 0;
            h += isFloat ? 0 : 1;
        }
        return resets;
    }

    private static boolean isFloatReset(Window w, int i) {
        return w.values[i] < w.values[i - 1] || StartTimes.resetsFloat(w, i);
    }
}
