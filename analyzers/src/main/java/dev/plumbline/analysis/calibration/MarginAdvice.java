package dev.plumbline.analysis.calibration;

import dev.plumbline.analysis.stats.Percentiles;
import java.util.Arrays;

/**
 * Which margin would have tolerated the differences of an A/A run. The smallest margin that at most a share of the windows exceed is an
 * order statistic of their differences: with {@code k = floor(share * n)}, the (k+1)-th largest. It is what held in these windows and no
 * bound for others: of few windows its own error is large, so their number belongs beside it. Immutable.
 */
public final class MarginAdvice {
    private static final double ROUNDING = 1e-9;
    private final double[] sorted;

    /** Of these differences, each 0 or more; infinity is one that no margin tolerates. */
    public MarginAdvice(double[] differences) {
        sorted = differences.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0 && !(sorted[0] >= 0 && sorted[sorted.length - 1] >= 0)) {
            throw new IllegalArgumentException("a difference is 0 or more, got " + sorted[0] + " to " + sorted[sorted.length - 1]);
        }
    }

    /** How many differences there are. */
    public int windows() {
        return sorted.length;
    }

    /** Their median; NaN of none. */
    public double median() {
        return new Percentiles(sorted).at(50);
    }

    /** The largest; NaN of none. */
    public double largest() {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
    }

    /**
     * The smallest margin that at most this share of the windows exceed; infinite where no margin does that, NaN without windows.
     *
     * @param share 0 to below 1
     */
    public double exceededByAtMost(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("a share is from 0 to below 1, got " + share);
        }
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int exceeding = (int) Math.floor(share * sorted.length + ROUNDING);
        return sorted[sorted.length - 1 - exceeding];
    }
}
