package dev.plumbline.daemon.upstream;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the histogram that has given buckets. Exponential buckets of schema s end at powers of 2^(2^−s), so that the ratio of a
 * bucket's bounds is 2^(2^−s); a bucket that the zero bucket reaches into begins later, and the coarsest schema that
 * has its other bound is taken when there is no whole one.
 */
final class HistogramFit {
    private static final int BOTH = 3;
    private static final int FINEST = 8;
    private static final int COARSEST = -4;
    private static final double TOLERANCE = 1e-6;

    private HistogramFit() {}

    /** @param bounds which of them belong to the bucket: 0 the upper, 1 the lower, 2 none, 3 both */
    record Bucket(int bounds, double lower, double upper, double count) {

        boolean isZero() {
            return bounds == BOTH && lower <= 0 && upper == -lower && !Double.isInfinite(upper);
        }

        double near() {
            return lower >= 0 ? lower : -upper;
        }

        double far() {
            return lower >= 0 ? upper : -lower;
        }
    }

    static Histogram histogram(double count, double sum, List<Bucket> buckets) {
        int schema = schema(buckets);
        if (schema == Histogram.CUSTOM_SCHEMA) {
            return custom(count, sum, buckets);
        }
        double threshold = 0;
        double zeros = 0;
        var positive = new TreeMap<Integer, Double>();
        var negative = new TreeMap<Integer, Double>();
        for (Bucket b : buckets) {
            if (b.isZero()) {
                threshold = b.upper;
                zeros = b.count;
            } else {
                (b.lower >= 0 ? positive : negative).put(index(b.far(), schema), b.count);
            }
        }
        return new Histogram(schema, count, sum, threshold, zeros, spans(positive), spans(negative), new double[0], Histogram.CounterReset.UNKNOWN);
    }

    private static int index(double bound, int schema) {
        return (int) Math.round(exponent(bound, schema));
    }

    private static double exponent(double bound, int schema) {
        return Math.scalb(Math.log(bound) / Math.log(2), schema);
    }

    private static int schema(List<Bucket> buckets) {
        List<Bucket> exponential = buckets.stream().filter(b -> !b.isZero()).toList();
        double threshold = buckets.stream().filter(Bucket::isZero).mapToDouble(Bucket::upper).findFirst().orElse(-1);
        if (exponential.isEmpty()) {
            return 0;
        }
        for (int schema = COARSEST; schema <= FINEST; schema++) {
            int s = schema;
            if (exponential.stream().allMatch(b -> fits(b, s, threshold))) {
                return schema;
            }
        }
        return Histogram.CUSTOM_SCHEMA;
    }

    private static boolean fits(Bucket b, int schema, double threshold) {
        if (!(b.lower * b.upper >= 0) || Double.isInfinite(b.lower) || Double.isInfinite(b.upper) || b.far() <= 0) {
            return false;
        }
        double far = exponent(b.far(), schema);
        if (Math.abs(far - Math.rint(far)) > TOLERANCE * Math.max(1, Math.abs(far))) {
            return false;
        }
        double near = exponent(b.near(), schema);
        return b.near() == threshold ? near >= far - 1 - TOLERANCE : Math.abs(far - 1 - near) < TOLERANCE * Math.max(1, Math.abs(far));
    }

    private static Buckets spans(SortedMap<Integer, Double> counts) {
        if (counts.isEmpty()) {
            return Buckets.NONE;
        }
        var offsets = new ArrayList<Integer>();
        var lengths = new ArrayList<Integer>();
        int next = 0;
        for (int index : counts.keySet()) {
            if (!offsets.isEmpty() && index == next) {
                lengths.set(lengths.size() - 1, lengths.getLast() + 1);
            } else {
                offsets.add(index - next); // the first one's is its index
                lengths.add(1);
            }
            next = index + 1;
        }
        return new Buckets(ints(offsets), ints(lengths), counts.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Histogram custom(double count, double sum, List<Bucket> buckets) {
        var bounds = new TreeSet<Double>();
        var counts = new TreeMap<Double, Double>();
        for (Bucket b : buckets) {
            bounds.add(b.lower);
            bounds.add(b.upper);
            counts.put(b.upper, b.count);
        }
        bounds.remove(Double.NEGATIVE_INFINITY);
        bounds.remove(Double.POSITIVE_INFINITY);
        double[] ascending = bounds.stream().mapToDouble(Double::doubleValue).toArray();
        var byIndex = new TreeMap<Integer, Double>();
        counts.forEach((upper, n) -> byIndex.put(bounds.headSet(upper, false).size(), n));
        return new Histogram(Histogram.CUSTOM_SCHEMA, count, sum, 0, 0, spans(byIndex), Buckets.NONE, ascending, Histogram.CounterReset.UNKNOWN);
    }
}
