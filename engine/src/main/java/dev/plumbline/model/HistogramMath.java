package dev.plumbline.model;

import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import java.util.Arrays;

/**
 * Arithmetic on native histograms: pure functions, arguments are not changed. Unequal exponential schemas are reduced to the
 * coarser, unequal zero thresholds widened to the larger, unequal custom bounds to those that both have. Two histograms of one
 * layout are added count by count; others meet in a {@link HistogramAccumulator}. Follows Prometheus
 * {@code model/histogram/float_histogram.go}.
 */
public final class HistogramMath {
    private static final int FINEST_SCHEMA = 8;
    /**
     * By how many units in the last place Prometheus's bounds 2^(i/256) lie below the nearest doubles, a digit each, 1 for none:
     * who shows bounds has to show the same.
     */
    private static final String ULPS_BELOW = "1111112111211111112311222222222211211121122211221122112211221222"
            + "1111112222332122112111211121111111221011213311221121112122321222"
            + "2122213322321232212222322333224421211121223321322233223222332232"
            + "3243223233433333333333444455435422323333324422333243223333543344";
    private static final double[][] FRACTIONS = fractions();

    private HistogramMath() {}

    /** 2^(i·2^−schema) for the indices within one power of two, as Prometheus has them. */
    private static double[][] fractions() {
        double[][] fractions = new double[FINEST_SCHEMA + 1][];
        for (int schema = 0; schema <= FINEST_SCHEMA; schema++) {
            int n = 1 << schema;
            fractions[schema] = new double[n];
            for (int i = 0; i < n; i++) {
                int finest = i << FINEST_SCHEMA - schema;
                long bits = Double.doubleToRawLongBits(StrictMath.pow(2, finest / 256.0));
                fractions[schema][i] = Double.longBitsToDouble(bits - (ULPS_BELOW.charAt(finest) - '1'));
            }
        }
        return fractions;
    }

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

    private static Histogram combine(Histogram a, Histogram b, double sign, CounterReset reset) {
        if (isCustom(a) != isCustom(b)) {
            throw PlumblineException.user("cannot combine a histogram with custom buckets and one with exponential buckets");
        }
        if (sameLayout(a, b)) {
            return new Histogram(a.schema(), a.count() + sign * b.count(), a.sum() + sign * b.sum(), a.zeroThreshold(),
                    a.zeroCount() + sign * b.zeroCount(), plus(a.positive(), b.positive(), sign),
                    plus(a.negative(), b.negative(), sign), a.customBounds(), reset);
        }
        var sum = new HistogramAccumulator(a);
        if (sign > 0) {
            sum.add(b);
        } else {
            sum.subtract(b);
        }
        return withReset(sum.total(), reset);
    }

    /** Whether counts at the same place stand for the same bucket. */
    static boolean sameLayout(Histogram a, Histogram b) {
        return a.schema() == b.schema() && a.zeroThreshold() == b.zeroThreshold() && sameSpans(a.positive(), b.positive())
                && sameSpans(a.negative(), b.negative()) && Arrays.equals(a.customBounds(), b.customBounds());
    }

    private static boolean sameSpans(Buckets a, Buckets b) {
        return Arrays.equals(a.spanLengths(), b.spanLengths()) && Arrays.equals(a.spanOffsets(), b.spanOffsets());
    }

    private static Buckets plus(Buckets a, Buckets b, double sign) {
        double[] counts = a.counts().clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += sign * b.counts()[i];
        }
        return new Buckets(a.spanOffsets(), a.spanLengths(), counts);
    }

    /** All counts and the sum times a factor; a negative factor makes a gauge. */
    public static Histogram scale(Histogram h, double factor) {
        return new Histogram(h.schema(), h.count() * factor, h.sum() * factor, h.zeroThreshold(), h.zeroCount() * factor,
                scale(h.positive(), factor), scale(h.negative(), factor), h.customBounds(),
                factor < 0 ? CounterReset.GAUGE : h.reset());
    }

    private static Buckets scale(Buckets b, double factor) {
        double[] counts = b.counts().clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] *= factor;
        }
        return new Buckets(b.spanOffsets(), b.spanLengths(), counts);
    }

    /** All counts and the sum divided; by zero, the buckets go and the rest becomes Inf or NaN. A negative divisor makes a gauge. */
    public static Histogram divide(Histogram h, double divisor) {
        return new Histogram(h.schema(), h.count() / divisor, h.sum() / divisor, h.zeroThreshold(), h.zeroCount() / divisor,
                divide(h.positive(), divisor), divide(h.negative(), divisor), h.customBounds(),
                divisor < 0 ? CounterReset.GAUGE : h.reset());
    }

    private static Buckets divide(Buckets b, double divisor) {
        if (divisor == 0) {
            return Buckets.NONE;
        }
        double[] counts = b.counts().clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= divisor;
        }
        return new Buckets(b.spanOffsets(), b.spanLengths(), counts);
    }

    /** What is known of a sum's reset: a gauge makes a gauge, and what is not known of one is not known of the sum. */
    static CounterReset combined(CounterReset a, CounterReset b) {
        if (a == b) {
            return a;
        }
        return a == CounterReset.GAUGE || b == CounterReset.GAUGE ? CounterReset.GAUGE : CounterReset.UNKNOWN;
    }

    /** The same histogram with another hint. */
    public static Histogram withReset(Histogram h, CounterReset reset) {
        return h.reset() == reset ? h : new Histogram(h.schema(), h.count(), h.sum(), h.zeroThreshold(), h.zeroCount(),
                h.positive(), h.negative(), h.customBounds(), reset);
    }

    /** Whether two histograms have custom bounds that differ, so that arithmetic coarsens them. */
    public static boolean differInBounds(Histogram a, Histogram b) {
        return isCustom(a) && isCustom(b) && !Arrays.equals(a.customBounds(), b.customBounds());
    }

    public static boolean isCustom(Histogram h) {
        return h.schema() == Histogram.CUSTOM_SCHEMA;
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
        var reduced = new HistogramAccumulator(h);
        reduced.reduce(schema);
        return reduced.total();
    }

    /** Upper bound of bucket k at an exponential schema: 2^(k·2^−schema); the largest double where that is 2^1024. */
    public static double upperBound(int schema, int k) {
        if (schema <= 0) {
            long exponent = (long) k << -schema;
            return exponent > Double.MAX_EXPONENT ? exponent == 1024 ? Double.MAX_VALUE : Double.POSITIVE_INFINITY
                    : Math.scalb(1.0, (int) Math.max(exponent, -2000));
        }
        int whole = k >> schema;
        int rest = k & (1 << schema) - 1;
        return rest == 0 && whole == 1024 ? Double.MAX_VALUE : Math.scalb(FRACTIONS[schema][rest], whole);
    }

    /** Without empty buckets, spans as few as possible: two histograms with equal buckets become equal. */
    public static Histogram compact(Histogram h) {
        Buckets positive = compact(h.positive());
        Buckets negative = compact(h.negative());
        return positive == h.positive() && negative == h.negative() ? h
                : new Histogram(h.schema(), h.count(), h.sum(), h.zeroThreshold(), h.zeroCount(), positive, negative,
                        h.customBounds(), h.reset());
    }

    private static Buckets compact(Buckets b) {
        if (isCompact(b)) {
            return b;
        }
        var builder = new BucketBuilder(b.counts().length);
        var walk = new BucketWalk(b, true);
        while (walk.next()) {
            if (walk.count() != 0) {
                builder.add(walk.index(), walk.count());
            }
        }
        return builder.build();
    }

    private static boolean isCompact(Buckets b) {
        for (double count : b.counts()) {
            if (count == 0) {
                return false;
            }
        }
        for (int s = 0; s < b.spanOffsets().length; s++) {
            if (b.spanLengths()[s] == 0 || s > 0 && b.spanOffsets()[s] == 0) {
                return false;
            }
        }
        return true;
    }

    /** The counts of all buckets from the first to the last, gaps as zeros; empty for no buckets. */
    public static double[] dense(Buckets b) {
        if (b.counts().length == 0) {
            return new double[0];
        }
        int length = 0;
        for (int s = 0; s < b.spanOffsets().length; s++) {
            length += b.spanLengths()[s] + (s == 0 ? 0 : b.spanOffsets()[s]);
        }
        double[] dense = new double[length];
        var walk = new BucketWalk(b, true);
        while (walk.next()) {
            dense[walk.index() - b.spanOffsets()[0]] = walk.count();
        }
        return dense;
    }
}
