package dev.plumbline.promql.function;

/**
 * {@code rate}, {@code increase} and {@code delta} over floats: the difference of the last and the first sample, plus
 * the value before each reset of a counter, scaled to the whole range. The scale reaches to the range's borders when
 * the samples come close to them (1.1 average intervals), else half an interval beyond the samples, and for a counter
 * never before the point at which it would have been 0. Source: Prometheus {@code extrapolatedRate}.
 */
public final class Extrapolation {
    private Extrapolation() {}

    /** The increase of a counter over the samples, without extrapolation: what is added is what Prometheus adds, in order. */
    public static double counterIncrease(double[] values, int from, int to) {
        double increase = values[to - 1] - values[from];
        double previous = values[from];
        for (int i = from + 1; i < to; i++) {
            double value = values[i];
            if (value < previous) {
                increase += previous;
            }
            previous = value;
        }
        return increase;
    }

    /** A plan for one window's times that serves all series with the same times. */
    public record Plan(double sampledSeconds, double toStartSeconds, double toEndSeconds, double rangeSeconds) {}

    /** How many samples a window has, at least two, and the times of the first and the last. */
    public record Extent(long firstMillis, long lastMillis, long samples) {}

    /** Plans a window of at least two samples. */
    public static Plan plan(long[] times, Window w) {
        return plan(new Extent(times[w.from], times[w.to - 1], w.to - w.from), w.startMillis, w.endMillis);
    }

    /** Plans a window from start to end that has these samples. */
    public static Plan plan(Extent e, long startMillis, long endMillis) {
        double sampled = (e.lastMillis - e.firstMillis) / 1000.0;
        double average = sampled / (e.samples - 1);
        double threshold = average * 1.1;
        double toStart = (e.firstMillis - startMillis) / 1000.0;
        double toEnd = (endMillis - e.lastMillis) / 1000.0;
        if (toStart >= threshold) {
            toStart = average / 2;
        }
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        return new Plan(sampled, toStart, toEnd, (endMillis - startMillis) / 1000.0);
    }

    /** The factor for the difference: {@code isRate} divides by the range in seconds as well. */
    public static double factor(Plan plan, boolean isCounter, boolean isRate, double difference, double first) {
        double toStart = plan.toStartSeconds;
        if (isCounter && difference > 0 && first >= 0) {
            double toZero = plan.sampledSeconds * (first / difference);
            if (toZero < toStart) {
                toStart = toZero;
            }
        }
        double factor = (plan.sampledSeconds + toStart + plan.toEndSeconds) / plan.sampledSeconds;
        return isRate ? factor / plan.rangeSeconds : factor;
    }
}
