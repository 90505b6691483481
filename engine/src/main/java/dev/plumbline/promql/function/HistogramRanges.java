package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import org.jspecify.annotations.Nullable;

/** Functions over windows that hold native histograms; {@link HistogramRates} are those of change. */
final class HistogramRanges {
    private HistogramRanges() {}

    static void sum(Window w, Output out) {
        total(w, false, out);
    }

    static void average(Window w, Output out) {
        total(w, true, out);
    }

    private static void total(Window w, boolean average, Output out) {
        var total = new HistogramTotal(average);
        boolean reconciled = false;
        for (int i = w.histogramFrom; i < w.histogramTo; i++) {
            if (!total.add(w.histograms[i])) {
                out.warnMetric(HistogramRates.MIXED_BUCKETS);
                return;
            }
            reconciled |= total.pollBoundsReconciled();
        }
        if (total.hasConflictingResets()) {
            out.warn("conflicting counter resets during histogram aggregation");
        }
        if (reconciled) {
            out.inform("mismatched custom buckets were reconciled during aggregation");
        }
        out.set(total.value());
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
