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

    /** Plans a window of at least two samples. */
    public static Plan plan(long[] times, Window w) {
        double sampled = (times[w.to - 1] - times[w.from]) / 1000.0;
        double average = sampled / (w.to - w.from - 1);
        double threshold = average * 1.1;
        double toStart = (times[w.from] - w.startMillis) / 1000.0;
        double toEnd = (w.endMillis - times[w.to - 1]) / 1000.0;
        if (toStart >= threshold) {
            toStart = average / 2;
        }
        if (toEnd >= threshold) {
            toEnd = average / 2;
        }
        return new Plan(sampled, toStart, toEnd, (w.endMillis - w.startMillis) / 1000.0);
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
