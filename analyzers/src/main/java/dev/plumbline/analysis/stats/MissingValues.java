package dev.plumbline.analysis.stats;

import java.util.Arrays;

/** What becomes of the values of a sample that are NaN. Infinite values stay. */
public final class MissingValues {
    private MissingValues() {}

    public static double[] removed(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    }

    public static double[] replaced(double[] values, double replacement) {
        return Arrays.stream(values).map(v -> Double.isNaN(v) ? replacement : v).toArray();
    }
}
