package dev.plumbline.promql.function;

import java.util.Arrays;

/** Arithmetic over the floats of a window, which are at least one. */
final class OverTime {
    private OverTime() {}

    static double sum(Window w) {
        var sum = new CompensatedSum(0);
        for (int i = w.from; i < w.to; i++) {
            sum.add(w.values[i]);
        }
        return sum.value();
    }

    static double average(Window w) {
        var mean = new CompensatedMean(w.first());
        for (int i = w.from + 1; i < w.to; i++) {
            mean.add(w.values[i]);
        }
        return mean.value();
    }

    /** Index of the smallest or largest value; NaN only if all are; {@code last}: the last of equal ones. */
    static int extreme(Window w, boolean largest, boolean last) {
        int best = w.from;
        for (int i = w.from + 1; i < w.to; i++) {
            double v = w.values[i];
            double b = w.values[best];
            if ((largest ? v > b : v < b) || Double.isNaN(b) || last && v == b) {
                best = i;
            }
        }
        return best;
    }

    /** Variance by Welford's recurrence, compensated. */
    static double variance(Window w) {
        double count = 0;
        var mean = new CompensatedSum(0);
        var squares = new CompensatedSum(0);
        for (int i = w.from; i < w.to; i++) {
            count++;
            double delta = w.values[i] - mean.value();
            mean.add(delta / count);
            squares.add(delta * (w.values[i] - mean.value()));
        }
        return squares.value() / count;
    }

    /** Median absolute deviation. */
    static double medianDeviation(Window w) {
        double median = Quantiles.quantile(0.5, Arrays.copyOfRange(w.values, w.from, w.to));
        double[] deviations = new double[w.size()];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.abs(w.values[w.from + i] - median);
        }
        return Quantiles.quantile(0.5, deviations);
    }

    /** Holt's linear smoothing with smoothing and trend factors; at least two samples. */
    static double doubleExponential(Window w, double smoothing, double trend) {
        double s1 = w.values[w.from];
        double s0 = 0;
        double b = w.values[w.from + 1] - s1;
        for (int i = 1; i < w.size(); i++) {
            double x = smoothing * w.values[w.from + i];
            if (i > 1) {
                b = trend * (s1 - s0) + (1 - trend) * b;
            }
            double y = (1 - smoothing) * (s1 + b);
            s0 = s1;
            s1 = x + y;
        }
        return s1;
    }
}
