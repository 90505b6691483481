package dev.plumbline.promql.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Sums, means, variances and quantiles as exactly as decimals give them. */
final class NaiveNumbers {
    private static final MathContext EXACT = new MathContext(80);

    private NaiveNumbers() {}

    private static boolean allFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    static double sum(double[] values) {
        return allFinite(values) ? exactSum(values).doubleValue() : Arrays.stream(values).filter(v -> !Double.isFinite(v)).sum();
    }

    private static BigDecimal exactSum(double[] values) {
        return Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static double mean(double[] values) {
        return allFinite(values) ? exactSum(values).divide(new BigDecimal(values.length), EXACT).doubleValue() : sum(values);
    }

    /** The population's variance; NaN when a value is not finite. */
    static double variance(double[] values) {
        if (!allFinite(values)) {
            return Double.NaN;
        }
        BigDecimal mean = exactSum(values).divide(new BigDecimal(values.length), EXACT);
        BigDecimal squares = Arrays.stream(values).mapToObj(v -> new BigDecimal(v).subtract(mean).pow(2))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return squares.divide(new BigDecimal(values.length), EXACT).doubleValue();
    }

    /** By linear interpolation between the ranks around q·(n−1); NaN is smaller than any number. */
    static double quantile(double q, double[] values) {
        if (values.length == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double[] sorted = Arrays.stream(values).boxed().sorted((a, b) -> Double.isNaN(a) || Double.isNaN(b)
                ? Boolean.compare(Double.isNaN(b), Double.isNaN(a)) : Double.compare(a, b)).mapToDouble(v -> v).toArray();
        double rank = q * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        double weight = rank - below;
        return sorted[below] * (1 - weight) + above * weight;
    }
}
