package dev.plumbline.promql.function;

import java.util.Arrays;

/** Quantiles of plain values. */
public final class Quantiles {
    private Quantiles() {}

    /**
     * The q-quantile by linear interpolation between ranks; NaN counts as the smallest value. Sorts {@code values} in
     * place.
     *
     * @return NaN for no values or q NaN, −Inf for q below 0, +Inf for q above 1
     */
    public static double quantile(double q, double[] values) {
        if (values.length == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        sortNanFirst(values);
        double rank = q * (values.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(values.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    private static void sortNanFirst(double[] values) {
        Arrays.sort(values); // NaN last
        int nans = 0;
        while (nans < values.length && Double.isNaN(values[values.length - 1 - nans])) {
            nans++;
        }
        if (nans > 0 && nans < values.length) {
            System.arraycopy(values, 0, values, nans, values.length - nans);
            Arrays.fill(values, 0, nans, Double.NaN);
        }
    }
}
