package dev.plumbline.promql.function;

/**
 * {@code rate} and {@code increase} over floats with known start times. A start inside of the range, before the first
 * sample, counts as a sample of 0 there: the whole first value is increase, nothing is extrapolated to the left, and one
 * sample is enough.
 */
final class StartedCounters {
    private StartedCounters() {}

    static void rate(Window w, Output out, boolean isRate) {
        boolean begins = StartTimes.beginWithFloat(w);
        if (w.size() < 2 && !begins) {
            return;
        }
        StartTimes.noteFloatOverlap(w, out);
        double increase = increase(w);
        if (begins) {
            out.set((increase + w.first()) * factorFrom(w.starts == null ? 0 : w.starts[w.from], floatSpan(w), w, isRate));
        } else {
            out.set(increase * Extrapolation.factor(Extrapolation.plan(w.times, w), true, isRate, increase, w.first()));
        }
    }

    private static double increase(Window w) {
        double increase = w.last() - w.first();
        for (int i = w.from + 1; i < w.to; i++) {
            if (w.values[i] < w.values[i - 1] || StartTimes.resetsFloat(w, i)) {
                increase += w.values[i - 1];
            }
        }
        return increase;
    }

    /** The samples of a window: the times of the first and last, ms, and how many. */
    record SampleSpan(long first, long last, int count) {}

    private static SampleSpan floatSpan(Window w) {
        return new SampleSpan(w.times[w.from], w.times[w.to - 1], w.size());
    }

    /** The factor of an increase since {@code start}, a time before the first sample: extrapolated to the right only. */
    static double factorFrom(long start, SampleSpan span, Window w, boolean isRate) {
        double average = span.count < 2 ? 0 : (span.last - span.first) / 1000.0 / (span.count - 1);
        double toEnd = (w.endMillis - span.last) / 1000.0;
        if (toEnd >= average * 1.1) {
            toEnd = average / 2;
        }
        double sampled = (span.last - start) / 1000.0;
        double factor = (sampled + toEnd) / sampled;
        return isRate ? factor / ((w.endMillis - w.startMillis) / 1000.0) : factor;
    }
}
