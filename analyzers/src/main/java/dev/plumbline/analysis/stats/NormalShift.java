package dev.plumbline.analysis.stats;

/**
 * Shift and interval from the normal approximation, found as roots with an <em>absolute</em> tolerance of 1e-4, as R's
 * wilcox.test does it and Kayenta after it. For samples whose differences are of that size the ends say nothing and may
 * even be in the wrong order: {@link HodgesLehmann} has no such tolerance. Cost: about 50 rankings, O(50 (m + n)).
 */
public final class NormalShift {
    private static final double TOLERANCE = 1e-4;

    private NormalShift() {}

    /**
     * By how much {@code x} lies above {@code y}.
     *
     * @param confidence above 0 and below 1
     * @throws IllegalArgumentException when a sample is empty, or all values are equal at one of the shifts tried
     */
    public static ShiftInterval of(double[] x, double[] y, double confidence) {
        if (x.length == 0 || y.length == 0) {
            throw new IllegalArgumentException("a sample is empty");
        }
        var statistic = new StandardizedRankSum(x, y);
        double z = NormalDistribution.quantile((1 - confidence) / 2);
        double lower = clamped(statistic, -z);
        double upper = clamped(statistic, z);
        double estimate = root(statistic, 0);
        return new ShiftInterval(lower, estimate, upper);
    }

    /** The shift at which the statistic is {@code z}, or the end of the possible shifts beyond which that would lie. */
    private static double clamped(StandardizedRankSum statistic, double z) {
        double lowest = statistic.lowestShift();
        double highest = statistic.highestShift();
        if (statistic.at(lowest) - z <= 0) {
            return lowest;
        }
        return statistic.at(highest) - z >= 0 ? highest : root(statistic, z);
    }

    private static double root(StandardizedRankSum statistic, double z) {
        return new BrentRoot(shift -> statistic.at(shift) - z, TOLERANCE).between(statistic.lowestShift(), statistic.highestShift());
    }
}
