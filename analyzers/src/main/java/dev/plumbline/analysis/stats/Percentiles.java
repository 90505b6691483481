package dev.plumbline.analysis.stats;

import java.util.Arrays;

/** Percentiles by Hyndman and Fan's seventh definition (linear between order statistics; R's and NumPy's default). */
public final class Percentiles {
    private final double[] sorted;

    /** Of these values, without those that are NaN. */
    public Percentiles(double[] values) {
        sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    /**
     * The p-th percentile; NaN for an empty sample.
     *
     * @param p 0 to 100, both inclusive
     */
    public double at(double p) {
        if (!(p >= 0 && p <= 100)) {
            throw new IllegalArgumentException("a percentile is from 0 to 100, got " + p);
        }
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double position = (sorted.length - 1) * (p / 100);
        int below = (int) Math.floor(position);
        if (below + 1 >= sorted.length) {
            return sorted[sorted.length - 1];
        }
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }
}
