package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code rate}, {@code increase}, {@code delta}, {@code irate} and {@code idelta} over windows of native histograms. */
final class HistogramRates {
    static final String MIXED_BUCKETS =
            "vector contains a mix of histograms with exponential and custom buckets schemas for metric name";
    private static final String NO_COUNTER = "this native histogram metric is not a counter:";
    private static final String NO_GAUGE = "this native histogram metric is not a gauge:";

    private HistogramRates() {}

    /** {@code rate}, {@code increase}, {@code delta}: floats are not in the window. */
    static void rate(Window w, Output out, boolean isCounter, boolean isRate) {
        boolean begins = isCounter && StartTimes.beginWithHistogram(w);
        if (w.histogramSize() < 2 && !begins) {
            return;
        }
        Histogram first = w.histograms[w.histogramFrom];
        if (w.histogramSize() == 1) {
            out.set(HistogramArithmetic.scale(first, startedFactor(w, isRate)));
            return;
        }
        Histogram increase = isCounter ? increase(w, out) : delta(w, out);
        if (increase == null) {
            return;
        }
        double factor;
        if (begins) {
            increase = add(increase, first, out);
            factor = startedFactor(w, isRate);
        } else {
            factor = Extrapolation.factor(plan(w), isCounter, isRate, increase.count(), first.count());
        }
        if (increase != null) {
            out.set(gauge(HistogramArithmetic.scale(increase, factor)));
        }
    }

    private static Histogram gauge(Histogram h) {
        return HistogramArithmetic.withReset(HistogramMath.compact(h), CounterReset.GAUGE);
    }

    private static Extrapolation.Plan plan(Window w) {
        var shifted = new Window(w.histogramTimes, w.values, w.histogramTimes, w.histograms);
        shifted.from = w.histogramFrom;
        shifted.to = w.histogramTo;
        shifted.startMillis = w.startMillis;
        shifted.endMillis = w.endMillis;
        return Extrapolation.plan(w.histogramTimes, shifted);
    }

    private static double startedFactor(Window w, boolean isRate) {
        long[] starts = Objects.requireNonNull(w.histogramStarts);
        var span = new StartedCounters.SampleSpan(w.histogramTimes[w.histogramFrom], w.histogramTimes[w.histogramTo - 1],
                w.histogramSize());
        return StartedCounters.factorFrom(starts[w.histogramFrom], span, w, isRate);
    }

    private static @Nullable Histogram delta(Window w, Output out) {
        Histogram first = w.histograms[w.histogramFrom];
        Histogram last = w.histograms[w.histogramTo - 1];
        Histogram delta = subtract(last, first, out);
        if (delta != null && !(isGauge(first) && isGauge(last))) {
            out.warnMetric(NO_GAUGE);
        }
        return delta;
    }

    /** The last less the first plus what resets lost; null, with a warning, when kinds of buckets mix. */
    private static @Nullable Histogram increase(Window w, Output out) {
        Histogram first = w.histograms[w.histogramFrom];
        Histogram last = w.histograms[w.histogramTo - 1];
        boolean startsAnew = StartTimes.resetsHistogram(w, w.histogramFrom + 1);
        // What was before a reset is not looked at: its buckets may be of any kind.
        Histogram base = startsAnew ? emptyLike(w.histograms[w.histogramFrom + 1]) : first;
        if (isMixed(w, base)) {
            out.warnMetric(MIXED_BUCKETS);
            return null;
        }
        for (int i = w.histogramFrom; i < w.histogramTo; i++) {
            if (isGauge(w.histograms[i])) {
                out.warnMetric(NO_COUNTER);
                break;
            }
        }
        Histogram increase = subtract(HistogramMath.reduce(last, coarsest(w, base)), base, out);
        StartTimes.noteHistogramOverlap(w, out);
        for (int i = w.histogramFrom + (startsAnew ? 2 : 1); increase != null && i < w.histogramTo; i++) {
            if (StartTimes.resetsHistogram(w, i)) {
                increase = add(increase, w.histograms[i - 1], out);
            }
        }
        return increase;
    }

    private static Histogram emptyLike(Histogram h) {
        return new Histogram(h.schema(), 0, 0, 0, 0, Buckets.NONE, Buckets.NONE, h.customBounds(), CounterReset.UNKNOWN);
    }

    private static boolean isMixed(Window w, Histogram base) {
        for (int i = w.histogramFrom + 1; i < w.histogramTo; i++) {
            if (HistogramMath.isCustom(w.histograms[i]) != HistogramMath.isCustom(base)) {
                return true;
            }
        }
        return false;
    }

    private static int coarsest(Window w, Histogram base) {
        int schema = base.schema();
        for (int i = w.histogramFrom + 1; i < w.histogramTo; i++) {
            schema = Math.min(schema, w.histograms[i].schema());
        }
        return schema;
    }

    private static boolean isGauge(Histogram h) {
        return h.reset() == CounterReset.GAUGE;
    }

    private static @Nullable Histogram add(Histogram a, Histogram b, Output out) {
        return combine(a, b, 1, out);
    }

    private static @Nullable Histogram subtract(Histogram a, Histogram b, Output out) {
        return combine(a, b, -1, out);
    }

    private static @Nullable Histogram combine(Histogram a, Histogram b, double sign, Output out) {
        Histogram result = HistogramArithmetic.add(a, b, sign);
        if (result == null) {
            out.warnMetric(MIXED_BUCKETS);
        } else {
            HistogramArithmetic.noteBounds(a, b, sign < 0 ? "subtraction" : "addition", out);
        }
        return result;
    }

    /** {@code irate} and {@code idelta}; {@code mixed} is the warning when the last two samples are not of one type. */
    static void instantRate(Window w, Output out, boolean isRate, String mixed) {
        int n = w.histogramTo;
        boolean both = w.histogramSize() >= 2 && (w.size() == 0 || w.times[w.to - 1] < w.histogramTimes[n - 2]);
        if (!both) {
            out.warnMetric(mixed);
            return;
        }
        Histogram last = w.histograms[n - 1];
        Histogram previous = w.histograms[n - 2];
        if (isRate && (isGauge(last) || isGauge(previous))) {
            out.warnMetric(NO_COUNTER);
        } else if (!isRate && !(isGauge(last) && isGauge(previous))) {
            out.warnMetric(NO_GAUGE);
        }
        Histogram value = isRate && StartTimes.resetsHistogram(w, n - 1) ? last : subtract(last, previous, out);
        if (value != null) {
            double seconds = (w.histogramTimes[n - 1] - w.histogramTimes[n - 2]) / 1000.0;
            out.set(gauge(isRate ? HistogramArithmetic.divide(value, seconds) : value));
        }
    }

    /** Whether the last two samples of the window are not both floats. */
    static boolean lastTwoAreNotFloats(Window w) {
        return w.size() < 2 || w.histogramTimes[w.histogramTo - 1] > w.times[w.to - 2];
    }
}
