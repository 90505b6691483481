package dev.plumbline.analysis.stats;

import java.util.Arrays;

/**
 * The Hodges-Lehmann estimate of a shift and its distribution-free interval: the median of all m·n differences, and the
 * k-th smallest and k-th largest of them (Hodges and Lehmann 1963; Hollander, Wolfe and Chicken 2014, section 4.3). Exact
 * order statistics, whatever the data's magnitude. With ties the closed interval covers at least as often as it says
 * (Noether 1967).
 *
 * <p>Differences are never listed: the k-th is found by halving the range of doubles between the smallest and the largest
 * one, at most 64 times, counting in O(m + n) how many are not above the middle. Rounding x - y keeps its order in both,
 * so the count and hence the result are exact for the differences as doubles. Memory O(m + n).
 */
public final class HodgesLehmann {
    private final double[] x;
    private final double[] y;

    private HodgesLehmann(double[] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /**
     * By how much {@code x} lies above {@code y}.
     *
     * @param confidence at least this, above 0 and below 1; the interval has no finite ends where so few values cannot give it
     * @throws IllegalArgumentException when a sample is empty or a value is not finite
     */
    public static ShiftInterval of(double[] x, double[] y, double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("a confidence is above 0 and below 1, got " + confidence);
        }
        return new HodgesLehmann(sorted(x), sorted(y)).interval((1 - confidence) / 2);
    }

    private static double[] sorted(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a sample is empty");
        }
        double[] sorted = Arrays.stream(values).map(v -> v + 0.0).sorted().toArray();
        if (!Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("a value is not finite");
        }
        return sorted;
    }

    private ShiftInterval interval(double tail) {
        long pairs = (long) x.length * y.length;
        double middle = smallest((pairs + 1) / 2);
        double estimate = pairs % 2 == 1 ? middle : midpoint(middle, smallest(pairs / 2 + 1));
        long k = MannWhitneyTest.criticalRank(x.length, y.length, tail);
        if (k < 1) {
            return new ShiftInterval(Double.NEGATIVE_INFINITY, estimate, Double.POSITIVE_INFINITY);
        }
        return new ShiftInterval(smallest(k), estimate, smallest(pairs + 1 - k));
    }

    private static double midpoint(double a, double b) {
        return a == b ? a : a / 2 + b / 2;
    }

    /** The k-th smallest difference, k from 1. */
    private double smallest(long k) {
        long low = ordinal(x[0] - y[y.length - 1]);
        long high = ordinal(x[x.length - 1] - y[0]);
        while (low < high) {
            long middle = low + ((high - low) >>> 1);
            if (notAbove(value(middle)) >= k) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return value(low);
    }

    /** How many differences are at most {@code limit}. As x grows, only ever higher values of y make such pairs. */
    private long notAbove(double limit) {
        long count = 0;
        int first = 0;
        for (double value : x) {
            while (first < y.length && value - y[first] > limit) {
                first++;
            }
            count += y.length - first;
        }
        return count;
    }

    /** Numbers doubles in their order; neighbours are 1 apart, both zeros are 0. */
    private static long ordinal(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits >= 0 ? bits : Long.MIN_VALUE - bits;
    }

    private static double value(long ordinal) {
        return Double.longBitsToDouble(ordinal >= 0 ? ordinal : Long.MIN_VALUE - ordinal);
    }
}
