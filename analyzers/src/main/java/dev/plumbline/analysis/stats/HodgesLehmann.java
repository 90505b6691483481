package dev.plumbline.analysis.stats;

import java.util.Arrays;

/**
 * The Hodges-Lehmann estimate of a shift and its distribution-free interval: the median of all m·n differences, and the
 * k-th smallest and k-th largest of them (Hodges and Lehmann 1963; Hollander, Wolfe and Chicken 2014, section 4.3). Exact
 * order statistics, whatever the data's magnitude. With ties the closed interval covers at least as often as it says
 * (Noether 1967).
 *
 * <p>Differences are not listed: the range that holds the k-th is narrowed, counting in O(m + n) how many are not above a
 * number inside of it, until few are left, which are sorted. The number is where the k-th would be if differences were
 * spread evenly, and every third time the middle of the doubles in the range, so that at most 192 counts are needed
 * whatever the data; 5 to 10 are usual. Rounding x - y keeps its order in both, so the counts and hence the result are
 * exact for the differences as doubles. Memory O(m + n).
 */
public final class HodgesLehmann {
    /** So many differences are sorted rather than narrowed further. */
    private static final long FEW = 64;

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
        return of(x, y, confidence, new RankDistributions());
    }

    /** The same with distributions that were computed before. */
    public static ShiftInterval of(double[] x, double[] y, double confidence, RankDistributions known) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("a confidence is above 0 and below 1, got " + confidence);
        }
        return new HodgesLehmann(sorted(x), sorted(y)).interval(known.criticalRank(x.length, y.length, (1 - confidence) / 2));
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

    private ShiftInterval interval(long k) {
        long pairs = (long) x.length * y.length;
        double middle = smallest((pairs + 1) / 2);
        double estimate = pairs % 2 == 1 ? middle : midpoint(middle, smallest(pairs / 2 + 1));
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
        long low = ordinal(x[0] - y[y.length - 1]) - 1;
        long high = ordinal(x[x.length - 1] - y[0]);
        long upToLow = 0;
        long upToHigh = (long) x.length * y.length;
        for (int i = 0; upToHigh - upToLow > FEW && low + 1 < high; i++) {
            long middle = i % 3 < 2 ? byShare(low, high, (k - upToLow) / (double) (upToHigh - upToLow)) : low + ((high - low) >>> 1);
            long upToMiddle = notAbove(value(middle));
            if (upToMiddle >= k) {
                high = middle;
                upToHigh = upToMiddle;
            } else {
                low = middle;
                upToLow = upToMiddle;
            }
        }
        return low + 1 == high ? value(high) : between(value(low), value(high), (int) (k - upToLow));
    }

    /** A number between two, where the k-th would be if differences were spread evenly; strictly between as ordinals. */
    private static long byShare(long low, long high, double share) {
        double guess = value(low) + share * (value(high) - value(low));
        return Double.isFinite(guess) ? Math.clamp(ordinal(guess), low + 1, high - 1) : low + ((high - low) >>> 1);
    }

    /** The k-th smallest of the differences above one number and at most another one. */
    private double between(double above, double atMost, int k) {
        double[] found = new double[(int) FEW];
        int count = 0;
        int first = 0;
        for (double value : x) {
            while (first < y.length && value - y[first] > atMost) {
                first++;
            }
            for (int j = first; j < y.length && value - y[j] > above; j++) {
                found[count++] = value - y[j] + 0.0;
            }
        }
        Arrays.sort(found, 0, count);
        return found[k - 1];
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
