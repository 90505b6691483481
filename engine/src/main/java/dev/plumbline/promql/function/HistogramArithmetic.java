package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums, differences and multiples of native histograms. Unequal schemas meet at the coarser, unequal zero thresholds at
 * the wider, unequal custom bounds at those in common. Buckets pass through sorted maps: O(buckets · log buckets).
 * Source: Prometheus {@code model/histogram/float_histogram.go}.
 */
public final class HistogramArithmetic {
    private HistogramArithmetic() {}

    private record Sides(TreeMap<Integer, Double> positive, TreeMap<Integer, Double> negative) {}

    /** Every count times a factor; a negative factor makes it a gauge. */
    public static Histogram scale(Histogram h, double factor) {
        return multiplied(h, v -> v * factor, factor < 0 ? CounterReset.GAUGE : h.reset());
    }

    /** Every count divided. */
    public static Histogram divide(Histogram h, double divisor) {
        Histogram quotient = multiplied(h, v -> v / divisor, divisor < 0 ? CounterReset.GAUGE : h.reset());
        return divisor != 0 ? quotient : new Histogram(h.schema(), quotient.count(), quotient.sum(), h.zeroThreshold(),
                quotient.zeroCount(), Buckets.NONE, Buckets.NONE, h.customBounds(), quotient.reset());
    }

    private static Histogram multiplied(Histogram h, java.util.function.DoubleUnaryOperator f, CounterReset reset) {
        return new Histogram(h.schema(), f.applyAsDouble(h.count()), f.applyAsDouble(h.sum()), h.zeroThreshold(),
                f.applyAsDouble(h.zeroCount()), multiplied(h.positive(), f), multiplied(h.negative(), f), h.customBounds(), reset);
    }

    private static Buckets multiplied(Buckets b, java.util.function.DoubleUnaryOperator f) {
        return new Buckets(b.spanOffsets(), b.spanLengths(), Arrays.stream(b.counts()).map(f).toArray());
    }

    /** {@code a + sign·b}, or null when one has custom bounds and the other has not. */
    public static @Nullable Histogram add(Histogram a, Histogram b, double sign) {
        boolean custom = a.schema() == Histogram.CUSTOM_SCHEMA;
        if (custom != (b.schema() == Histogram.CUSTOM_SCHEMA)) {
            return null;
        }
        double[] bounds = custom ? commonBounds(a.customBounds(), b.customBounds()) : a.customBounds();
        int schema = Math.min(a.schema(), b.schema());
        double threshold = Math.max(a.zeroThreshold(), b.zeroThreshold());
        Sides left = sides(a, schema, bounds);
        Sides right = sides(b, schema, bounds);
        double zero = 0;
        if (!custom) {
            threshold = widen(threshold, schema, a, b);
            zero = takeZero(left, a.zeroCount(), schema, threshold) + sign * takeZero(right, b.zeroCount(), schema, threshold);
        }
        right.positive.forEach((k, v) -> left.positive.merge(k, sign * v, Double::sum));
        right.negative.forEach((k, v) -> left.negative.merge(k, sign * v, Double::sum));
        return new Histogram(schema, a.count() + sign * b.count(), a.sum() + sign * b.sum(), threshold, zero,
                buckets(left.positive), buckets(left.negative), bounds, reset(a.reset(), b.reset(), sign));
    }

    private static CounterReset reset(CounterReset a, CounterReset b, double sign) {
        if (sign < 0 || a == CounterReset.GAUGE || b == CounterReset.GAUGE) {
            return CounterReset.GAUGE;
        }
        return a == b ? a : CounterReset.UNKNOWN;
    }

    /** Tells what was done to make the two meet: bounds reconciled, resets in conflict. */
    public static void note(Histogram a, Histogram b, String operation, Notes notes) {
        if (a.schema() == Histogram.CUSTOM_SCHEMA && b.schema() == a.schema()
                && !Arrays.equals(a.customBounds(), b.customBounds())) {
            notes.inform("mismatched custom buckets were reconciled during " + operation);
        }
        if (conflict(a.reset(), b.reset())) {
            notes.warn("conflicting counter resets during histogram " + operation);
        }
    }

    static boolean conflict(CounterReset a, CounterReset b) {
        return a == CounterReset.RESET && b == CounterReset.NOT_RESET || a == CounterReset.NOT_RESET && b == CounterReset.RESET;
    }

    private static double[] commonBounds(double[] a, double[] b) {
        return Arrays.equals(a, b) ? a : Arrays.stream(a).filter(v -> Arrays.binarySearch(b, v) >= 0).toArray();
    }

    private static Sides sides(Histogram h, int schema, double[] bounds) {
        var positive = new TreeMap<Integer, Double>();
        var negative = new TreeMap<Integer, Double>();
        if (h.schema() == Histogram.CUSTOM_SCHEMA) {
            collect(h.positive(), i -> customIndex(h.customBounds(), bounds, i), positive);
        } else {
            int shift = h.schema() - schema;
            collect(h.positive(), i -> ((i - 1) >> shift) + 1, positive);
            collect(h.negative(), i -> ((i - 1) >> shift) + 1, negative);
        }
        return new Sides(positive, negative);
    }

    private static int customIndex(double[] from, double[] to, int index) {
        if (from == to || index >= from.length) {
            return index >= from.length ? to.length : index;
        }
        int at = Arrays.binarySearch(to, from[index]);
        return at >= 0 ? at : -at - 1;
    }

    private static void collect(Buckets b, java.util.function.IntUnaryOperator index, Map<Integer, Double> into) {
        NativeHistogram.forEach(b, (i, count) -> into.merge(index.applyAsInt(i), count, Double::sum));
    }

    /** A threshold that cuts no populated bucket of either. */
    private static double widen(double threshold, int schema, Histogram a, Histogram b) {
        double wide = threshold;
        if (a.zeroThreshold() == b.zeroThreshold()) {
            return wide;
        }
        boolean again = true;
        while (again) {
            again = false;
            for (Histogram h : new Histogram[] {a, b}) {
                for (int index : cut(h, wide)) {
                    wide = Math.max(wide, NativeHistogram.bound(index, h.schema()));
                    again = true;
                }
            }
        }
        return wide;
    }

    private static int[] cut(Histogram h, double threshold) {
        var found = new java.util.ArrayList<Integer>();
        NativeHistogram.IndexVisitor visitor = (i, count) -> {
            if (count != 0 && NativeHistogram.bound(i - 1, h.schema()) < threshold && NativeHistogram.bound(i, h.schema()) > threshold) {
                found.add(i);
            }
        };
        NativeHistogram.forEach(h.positive(), visitor);
        NativeHistogram.forEach(h.negative(), visitor);
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double takeZero(Sides s, double zeroCount, int schema, double threshold) {
        return zeroCount + take(s.positive, schema, threshold) + take(s.negative, schema, threshold);
    }

    private static double take(TreeMap<Integer, Double> buckets, int schema, double threshold) {
        double sum = 0;
        while (!buckets.isEmpty() && NativeHistogram.bound(buckets.firstKey(), schema) <= threshold) {
            sum += buckets.pollFirstEntry().getValue();
        }
        return sum;
    }

    /** Spans of neighbouring indices; buckets without observations are left out. */
    static Buckets buckets(TreeMap<Integer, Double> counts) {
        counts.values().removeIf(v -> v == 0);
        int[] offsets = new int[counts.size()];
        int[] lengths = new int[counts.size()];
        double[] values = new double[counts.size()];
        int spans = 0;
        int n = 0;
        int next = 0;
        for (var e : counts.entrySet()) {
            if (spans == 0 || e.getKey() != next) {
                offsets[spans] = spans == 0 ? e.getKey() : e.getKey() - next;
                spans++;
            }
            lengths[spans - 1]++;
            values[n++] = e.getValue();
            next = e.getKey() + 1;
        }
        return new Buckets(Arrays.copyOf(offsets, spans), Arrays.copyOf(lengths, spans), values);
    }

    /** Equal in everything but the reset hint and empty buckets. */
    public static boolean same(Histogram a, Histogram b) {
        Sides l = sides(a, a.schema(), a.customBounds());
        Sides r = sides(b, b.schema(), b.customBounds());
        return a.schema() == b.schema() && bits(a.count()) == bits(b.count()) && bits(a.sum()) == bits(b.sum())
                && a.zeroThreshold() == b.zeroThreshold() && a.zeroCount() == b.zeroCount()
                && Arrays.equals(a.customBounds(), b.customBounds()) && buckets(l.positive).equals(buckets(r.positive))
                && buckets(l.negative).equals(buckets(r.negative));
    }

    private static long bits(double v) {
        return Double.doubleToLongBits(v);
    }

    /** Whether a counter that went from {@code before} to {@code after} was reset in between. */
    public static boolean isReset(Histogram before, Histogram after) {
        if (after.reset() == CounterReset.RESET) {
            return true;
        }
        if (after.reset() == CounterReset.NOT_RESET || after.reset() == CounterReset.GAUGE) {
            return false;
        }
        boolean custom = before.schema() == Histogram.CUSTOM_SCHEMA;
        if (after.count() < before.count() || custom != (after.schema() == Histogram.CUSTOM_SCHEMA)
                || after.schema() > before.schema() || after.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        Histogram difference = add(after, before, -1);
        return difference == null || difference.zeroCount() < 0 || anyNegative(difference.positive())
                || anyNegative(difference.negative());
    }

    private static boolean anyNegative(Buckets b) {
        return Arrays.stream(b.counts()).anyMatch(v -> v < 0);
    }
}
