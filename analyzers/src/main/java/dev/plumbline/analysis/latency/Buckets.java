package dev.plumbline.analysis.latency;

import dev.plumbline.analysis.canary.Reading;
import java.util.Map;
import java.util.TreeMap;

/**
 * A classic histogram over a window: upper bounds (inclusive, the last one +Inf) and how many observations were at most
 * each. Counts that go down from one bound to a higher one, as scrapes at different moments make them, count as equal.
 */
public final class Buckets {
    private final TreeMap<Double, Double> cumulative;

    /** From bounds to cumulative counts, in any order. Counts that are not finite or below 0 count as 0. */
    public Buckets(Map<Double, Double> cumulativeCounts) {
        cumulative = new TreeMap<>(cumulativeCounts);
        double highest = 0;
        for (var e : cumulative.entrySet()) {
            highest = Double.isFinite(e.getValue()) ? Math.max(highest, e.getValue()) : highest;
            e.setValue(highest);
        }
    }

    /** Number of observations; 0 when there are none or the bucket for +Inf is missing. */
    public double count() {
        return cumulative.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    }

    /**
     * The value that the share {@code q} of observations does not exceed, linear inside of a bucket.
     *
     * @param q above 0 and below 1
     */
    public Reading quantile(double q) {
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("a quantile is above 0 and below 1, got " + q);
        }
        if (!(count() > 0)) {
            return new Reading.Missing("no requests in the histogram");
        }
        double rank = q * count();
        double lowerBound = Math.min(0, cumulative.firstKey());
        double below = 0;
        for (var e : cumulative.entrySet()) {
            if (e.getValue() >= rank) {
                return inside(lowerBound, below, e, rank);
            }
            lowerBound = e.getKey();
            below = e.getValue();
        }
        throw new IllegalStateException("rank " + rank + " is above the count " + count());
    }

    private Reading inside(double lowerBound, double below, Map.Entry<Double, Double> bucket, double rank) {
        double upper = bucket.getKey();
        if (upper == Double.POSITIVE_INFINITY) {
            return new Reading.AtLeast(cumulative.size() > 1 ? lowerBound : 0);
        }
        if (upper <= 0 && upper == cumulative.firstKey()) {
            return new Reading.Number(upper);
        }
        return new Reading.Number(lowerBound + (upper - lowerBound) * (rank - below) / (bucket.getValue() - below));
    }
}
