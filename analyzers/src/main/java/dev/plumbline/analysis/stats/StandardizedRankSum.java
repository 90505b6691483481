package dev.plumbline.analysis.stats;

import java.util.Arrays;

/**
 * The normal statistic of the Mann-Whitney test as a function of the shift that is tested: how many standard deviations
 * U lies from its mean when the first sample is moved down by that shift, corrected for ties and by half a pair for
 * continuity. It falls, in steps, as the shift grows. One evaluation is O(m + n), since a shift keeps the order.
 */
public final class StandardizedRankSum {
    private final double[] x;
    private final double[] y;

    /** Both with at least one value, none of them NaN. */
    public StandardizedRankSum(double[] first, double[] second) {
        x = first.clone();
        y = second.clone();
        Arrays.sort(x);
        Arrays.sort(y);
    }

    /**
     * The statistic for a shift.
     *
     * @throws IllegalArgumentException when all values are equal after the shift: there is no deviation to divide by
     */
    public double at(double shift) {
        RankSum ranks = RankSum.of(x, y, shift);
        double m = x.length;
        double n = y.length;
        double centred = ranks.u() - m * n / 2;
        double sigma = Math.sqrt(m * n / 12 * (m + n + 1 - ranks.ties() / ((m + n) * (m + n - 1))));
        if (sigma == 0) {
            throw new IllegalArgumentException("all values are equal once the shift " + shift + " is taken away");
        }
        return (centred - Math.signum(centred) * 0.5) / sigma;
    }

    /** The smallest difference between a value of the first and one of the second sample. */
    public double lowestShift() {
        return x[0] - y[y.length - 1];
    }

    /** The largest such difference. */
    public double highestShift() {
        return x[x.length - 1] - y[0];
    }
}
