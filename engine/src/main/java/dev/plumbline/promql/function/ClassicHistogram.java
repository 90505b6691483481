package dev.plumbline.promql.function;

import java.util.Arrays;

/**
 * A classic histogram at one time: cumulative counts by ascending upper bound. Duplicated bounds are merged. Not
 * thread-safe: a quantile makes the counts monotonic. Source: Prometheus {@code promql/quantile.go} (bucketQuantile,
 * bucketFraction, ensureMonotonicAndIgnoreSmallDeltas).
 */
public final class ClassicHistogram {
    private static final double SMALL_DELTA = 1e-12;
    private final double[] bounds;
    private final double[] counts;
    private double forcedFrom = Double.POSITIVE_INFINITY;
    private double forcedTo = Double.NEGATIVE_INFINITY;
    private double worstDifference;

    private ClassicHistogram(double[] bounds, double[] counts) {
        this.bounds = bounds;
        this.counts = counts;
    }

    /** From the first {@code n} bounds and counts, in any order. */
    public static ClassicHistogram of(double[] unsortedBounds, double[] unsortedCounts, int n) {
        int[] order = order(unsortedBounds, n);
        double[] bounds = new double[n];
        double[] counts = new double[n];
        int size = 0;
        for (int i : order) {
            if (size > 0 && bounds[size - 1] == unsortedBounds[i]) {
                counts[size - 1] += unsortedCounts[i];
            } else {
                bounds[size] = unsortedBounds[i];
                counts[size++] = unsortedCounts[i];
            }
        }
        return new ClassicHistogram(Arrays.copyOf(bounds, size), Arrays.copyOf(counts, size));
    }

    private static int[] order(double[] bounds, int n) {
        int[] order = new int[n];
        boolean sorted = true;
        for (int i = 0; i < n; i++) {
            order[i] = i;
            sorted &= i == 0 || bounds[i - 1] <= bounds[i];
        }
        return sorted ? order : Arrays.stream(order).boxed()
                .sorted((a, b) -> Double.compare(bounds[a], bounds[b])).mapToInt(Integer::intValue).toArray();
    }

    /** Makes the counts ascend: quantiles need that, fractions take them as they are. */
    private void forceMonotonicity() {
        for (int i = 1; i < counts.length; i++) {
            double difference = counts[i] - counts[i - 1];
            if (difference == 0) {
                continue;
            }
            if (almostEqual(counts[i - 1], counts[i])) {
                counts[i] = counts[i - 1];
            } else if (difference < 0) {
                counts[i] = counts[i - 1];
                forcedFrom = Math.min(forcedFrom, bounds[i]);
                forcedTo = Math.max(forcedTo, bounds[i]);
                worstDifference = Math.max(worstDifference, -difference);
            }
        }
    }

    private static boolean almostEqual(double a, double b) {
        if (a == b) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return Math.abs(a - b) < SMALL_DELTA * Double.MIN_NORMAL;
        }
        return Math.abs(a - b) / Math.min(sum, Double.MAX_VALUE) < SMALL_DELTA;
    }

    /** Whether a count was smaller than the one before by more than rounding; known once a quantile was asked for. */
    public boolean monotonicityForced() {
        return forcedFrom <= forcedTo;
    }

    /** Lowest bound of a bucket whose count was too small. */
    public double forcedFrom() {
        return forcedFrom;
    }

    /** Highest bound of a bucket whose count was too small. */
    public double forcedTo() {
        return forcedTo;
    }

    /** How much was added at most to force it. */
    public double worstDifference() {
        return worstDifference;
    }

    private boolean isUsable() {
        return bounds.length >= 2 && bounds[bounds.length - 1] == Double.POSITIVE_INFINITY && counts[counts.length - 1] != 0;
    }

    /** The q-quantile by linear interpolation in its bucket; NaN without a +Inf bucket, a second bucket or observations. */
    public double quantile(double q) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (bounds.length > 0 && bounds[bounds.length - 1] == Double.POSITIVE_INFINITY) {
            forceMonotonicity();
        }
        if (!isUsable()) {
            return Double.NaN;
        }
        double rank = q * counts[counts.length - 1];
        int last = bounds.length - 1;
        int b = 0;
        while (b < last && !(counts[b] >= rank)) {
            b++;
        }
        if (b == last) {
            return bounds[last - 1];
        }
        if (b == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        return interpolate(b, rank);
    }

    private double interpolate(int b, double rank) {
        double start = 0;
        double end = bounds[b];
        double count = counts[b];
        double within = rank;
        if (b > 0) {
            start = bounds[b - 1];
            count -= counts[b - 1];
            within -= counts[b - 1];
        }
        return start + (end - start) * (within / count);
    }

    /** The share of observations between two values, by linear interpolation. */
    public double fraction(double lower, double upper) {
        if (bounds.length == 0 || !(bounds[bounds.length - 1] == Double.POSITIVE_INFINITY)) {
            return Double.NaN;
        }
        double count = counts[counts.length - 1];
        if (count == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        return (Math.min(rankOf(upper, count), count) - Math.min(rankOf(lower, count), count)) / count;
    }

    private double rankOf(double value, double count) {
        double rank = 0;
        double low = bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (int b = 0; b < bounds.length; b++) {
            if (low >= value) {
                return rank;
            }
            if (value < bounds[b]) {
                return rank + within(value, low, b, rank);
            }
            rank = counts[b];
            low = bounds[b];
        }
        return count;
    }

    /** Within an open bucket, observations are taken to lie beyond the value, away from 0. */
    private double within(double value, double low, int b, double rank) {
        if (low == Double.NEGATIVE_INFINITY) {
            return counts[b] - rank;
        }
        return bounds[b] == Double.POSITIVE_INFINITY ? 0 : (counts[b] - rank) * (value - low) / (bounds[b] - low);
    }
}
