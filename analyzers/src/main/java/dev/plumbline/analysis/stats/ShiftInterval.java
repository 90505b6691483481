package dev.plumbline.analysis.stats;

/**
 * By how much one sample lies above another, in the samples' unit, with a confidence interval.
 *
 * @param lower the lower end, inclusive; -Infinity where the samples are too small for the confidence that was asked for
 * @param estimate the Hodges-Lehmann estimate
 * @param upper the upper end, inclusive; +Infinity likewise. From an approximation with a coarse root finder the ends may
 *     come out in the wrong order.
 */
public record ShiftInterval(double lower, double estimate, double upper) {

    /** Whether it has two finite ends. */
    public boolean bounded() {
        return Double.isFinite(lower) && Double.isFinite(upper);
    }
}
