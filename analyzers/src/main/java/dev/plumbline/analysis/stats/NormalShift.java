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
        var ends = new Ends(statistic.lowestShift(), statistic.at(statistic.lowestShift()), statistic.highestShift(),
                statistic.at(statistic.highestShift()));
        double z = NormalDistribution.quantile((1 - confidence) / 2);
        return new ShiftInterval(clamped(statistic, ends, -z), root(statistic, ends, 0), clamped(statistic, ends, z));
    }

    /** The possible shifts and the statistic at both. */
    private record Ends(double lowest, double atLowest, double highest, double atHighest) {}

    /** The shift at which the statistic is {@code z}, or the end of the possible shifts beyond which that would lie. */
    private static double clamped(StandardizedRankSum statistic, Ends ends, double z) {
        if (ends.atLowest - z <= 0) {
            return ends.lowest;
        }
        return ends.atHighest - z >= 0 ? ends.highest : root(statistic, ends, z);
    }

    private static double root(StandardizedRankSum statistic, Ends ends, double z) {
        var root = new BrentRoot(shift -> statistic.at(shift) - z, TOLERANCE);
        return root.between(new BrentRoot.Point(ends.lowest, ends.atLowest - z), new BrentRoot.Point(ends.highest, ends.atHighest - z));
    }
}
