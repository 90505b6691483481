package dev.plumbline.model;

import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Arithmetic on native histograms: pure functions, arguments are not changed. Unequal exponential schemas are reduced to the
 * coarser, unequal zero thresholds widened to the larger, unequal custom bounds to those that both have. Cost: number of
 * buckets times its logarithm. Follows Prometheus {@code model/histogram/float_histogram.go}.
 */
public final class HistogramMath {
    private HistogramMath() {}

    /**
     * The sum.
     *
     * @throws PlumblineException of kind USER when one has custom bounds and the other has not
     */
    public static Histogram add(Histogram a, Histogram b) {
        return combine(a, b, 1, combined(a.reset(), b.reset()));
    }

    /** The difference, a gauge; as {@link #add} otherwise. */
    public static Histogram sub(Histogram a, Histogram b) {
        return combine(a, b, -1, CounterReset.GAUGE);
    }

    /** All counts and the sum times a factor; a negative factor makes a gauge. */
    public static Histogram scale(Histogram h, double factor) {
        return new Histogram(h.schema(), h.count() * factor, h.sum() * factor, h.zeroThreshold(), h.zeroCount() * factor,
                scale(h.positive(), factor), scale(h.negative(), factor), h.customBounds(),
                factor < 0 ? CounterReset.GAUGE : h.reset());
    }

    private static Buckets scale(Buckets b, double factor) {
        return new Buckets(b.spanOffsets(), b.spanLengths(), Arrays.stream(b.counts()).map(c -> c * factor).toArray());
    }

    private static CounterReset combined(CounterReset a, CounterReset b) {
        if (a == b) {
            return a;
        }
        return a == CounterReset.GAUGE || b == CounterReset.GAUGE ? CounterReset.GAUGE : CounterReset.UNKNOWN;
    }

    /** Whether two histograms have custom bounds that differ, so that arithmetic coarsens them. */
    public static boolean differInBounds(Histogram a, Histogram b) {
        return isCustom(a) && isCustom(b) && !Arrays.equals(a.customBounds(), b.customBounds());
    }

    public static boolean isCustom(Histogram h) {
        return h.schema() == Histogram.CUSTOM_SCHEMA;
    }

    private static Histogram combine(Histogram a, Histogram b, double sign, CounterReset reset) {
        if (isCustom(a) != isCustom(b)) {
            throw PlumblineException.user("cannot combine a histogram with custom buckets and one with exponential buckets");
        }
        double[] bounds = a.customBounds();
        Histogram left = a;
        Histogram right = b;
        if (differInBounds(a, b)) {
            bounds = common(a.customBounds(), b.customBounds());
            left = withBounds(a, bounds);
            right = withBounds(b, bounds);
        } else if (!isCustom(a)) {
            int schema = Math.min(a.schema(), b.schema());
            left = reduce(a, schema);
            right = reduce(b, schema);
            while (left.zeroThreshold() != right.zeroThreshold()) {
                double threshold = Math.max(left.zeroThreshold(), right.zeroThreshold());
                left = widenZero(left, threshold);
                right = widenZero(right, threshold);
            }
        }
        return new Histogram(left.schema(), left.count() + sign * right.count(), left.sum() + sign * right.sum(),
                left.zeroThreshold(), left.zeroCount() + sign * right.zeroCount(),
                merge(left.positive(), right.positive(), sign), merge(left.negative(), right.negative(), sign), bounds, reset);
    }

    private static Buckets merge(Buckets a, Buckets b, double sign) {
        TreeMap<Integer, Double> counts = toMap(a);
        toMap(b).forEach((k, c) -> counts.merge(k, sign * c, Double::sum));
        return fromMap(counts);
    }

    /**
     * The same histogram at a coarser exponential schema.
     *
     * @throws IllegalArgumentException when the schema is finer than the histogram's
     */
    public static Histogram reduce(Histogram h, int schema) {
        if (schema == h.schema()) {
            return h;
        }
        if (isCustom(h) || schema > h.schema()) {
            throw new IllegalArgumentException("cannot reduce from schema " + h.schema() + " to " + schema);
        }
        int shift = h.schema() - schema;
        return new Histogram(schema, h.count(), h.sum(), h.zeroThreshold(), h.zeroCount(), reduce(h.positive(), shift),
                reduce(h.negative(), shift), h.customBounds(), h.reset());
    }

    private static Buckets reduce(Buckets b, int shift) {
        var counts = new TreeMap<Integer, Double>();
        toMap(b).forEach((k, c) -> counts.merge((k - 1 >> shift) + 1, c, Double::sum));
        return fromMap(counts);
    }

    private static double[] common(double[] a, double[] b) {
        return Arrays.stream(a).filter(x -> Arrays.stream(b).anyMatch(y -> x == y)).toArray();
    }

    private static Histogram withBounds(Histogram h, double[] bounds) {
        var counts = new TreeMap<Integer, Double>();
        toMap(h.positive()).forEach((k, c) -> {
            double upper = k < h.customBounds().length ? h.customBounds()[k] : Double.POSITIVE_INFINITY;
            int place = 0;
            while (place < bounds.length && bounds[place] < upper) {
                place++;
            }
            counts.merge(place, c, Double::sum);
        });
        return new Histogram(h.schema(), h.count(), h.sum(), h.zeroThreshold(), h.zeroCount(), fromMap(counts), h.negative(),
                bounds, h.reset());
    }

    /** Upper bound of bucket k at an exponential schema: 2^(k·2^−schema). */
    public static double upperBound(int schema, int k) {
        if (schema <= 0) {
            long exponent = (long) k << -schema;
            return exponent > Double.MAX_EXPONENT ? k > 0 && exponent == 1024 ? Double.MAX_VALUE : Double.POSITIVE_INFINITY
                    : Math.scalb(1.0, (int) Math.max(exponent, -2000));
        }
        int whole = k >> schema;
        int rest = k & (1 << schema) - 1;
        return rest == 0 && whole == 1024 ? Double.MAX_VALUE : Math.scalb(Math.pow(2, rest / (double) (1 << schema)), whole);
    }

    /** Takes buckets that begin within the threshold into the zero bucket; one that is cut moves the threshold to its end. */
    private static Histogram widenZero(Histogram h, double threshold) {
        if (threshold <= h.zeroThreshold()) {
            return h;
        }
        TreeMap<Integer, Double> positive = toMap(h.positive());
        TreeMap<Integer, Double> negative = toMap(h.negative());
        double limit = threshold;
        for (double before = -1; before != limit; ) {
            before = limit;
            limit = Math.max(cut(positive, h.schema(), limit), cut(negative, h.schema(), limit));
        }
        double zeroCount = h.zeroCount() + take(positive, h.schema(), limit) + take(negative, h.schema(), limit);
        return new Histogram(h.schema(), h.count(), h.sum(), limit, zeroCount, fromMap(positive), fromMap(negative),
                h.customBounds(), h.reset());
    }

    private static double cut(TreeMap<Integer, Double> counts, int schema, double limit) {
        double result = limit;
        for (Map.Entry<Integer, Double> e : counts.entrySet()) {
            if (e.getValue() != 0 && upperBound(schema, e.getKey() - 1) < limit) {
                result = Math.max(result, upperBound(schema, e.getKey()));
            }
        }
        return result;
    }

    private static double take(TreeMap<Integer, Double> counts, int schema, double limit) {
        double taken = 0;
        for (var it = counts.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<Integer, Double> e = it.next();
            if (upperBound(schema, e.getKey() - 1) < limit) {
                taken += e.getValue();
                it.remove();
            }
        }
        return taken;
    }

    /** Without empty buckets, spans as few as possible: two histograms with equal buckets become equal. */
    public static Histogram compact(Histogram h) {
        return new Histogram(h.schema(), h.count(), h.sum(), h.zeroThreshold(), h.zeroCount(), compact(h.positive()),
                compact(h.negative()), h.customBounds(), h.reset());
    }

    private static Buckets compact(Buckets b) {
        TreeMap<Integer, Double> counts = toMap(b);
        counts.values().removeIf(c -> c == 0);
        return fromMap(counts);
    }

    /** Counts by bucket index, ascending; a new map. */
    public static TreeMap<Integer, Double> toMap(Buckets b) {
        var map = new TreeMap<Integer, Double>();
        int index = 0;
        int i = 0;
        for (int s = 0; s < b.spanOffsets().length; s++) {
            index += b.spanOffsets()[s];
            for (int j = 0; j < b.spanLengths()[s]; j++) {
                map.put(index++, b.counts()[i++]);
            }
        }
        return map;
    }

    /** Buckets with a span per run of neighbours. */
    public static Buckets fromMap(TreeMap<Integer, Double> counts) {
        var offsets = new int[counts.size()];
        var lengths = new int[counts.size()];
        int spans = 0;
        int next = 0;
        for (int index : counts.keySet()) {
            if (spans == 0 || index != next) {
                offsets[spans] = spans == 0 ? index : index - next;
                spans++;
            }
            lengths[spans - 1]++;
            next = index + 1;
        }
        return new Buckets(Arrays.copyOf(offsets, spans), Arrays.copyOf(lengths, spans),
                counts.values().stream().mapToDouble(Double::doubleValue).toArray());
    }
}
