package dev.plumbline.analysis.sequential;

/**
 * The squared coefficient of variation of an arm's rate from interval to interval, as far as chance does not explain it:
 * 0 for a steady service, 0.25 for one whose rate goes up and down by a half.
 *
 * <p>Too small an estimate makes false alarms, one that is above 0 by mere chance makes late ones. So an estimate within
 * {@value #NOISE} standard errors of 0 counts as 0, and one beyond is raised by {@value #CAUTION} standard errors. While fewer than
 * {@value #ENOUGH} intervals are known, the missing ones are taken to vary by a half.
 */
final class Variation {
    static final double NOISE = 2;
    static final double CAUTION = 1.5;
    static final int ENOUGH = 30;
    private static final double PRESUMED = 0.4;

    private Variation() {}

    /**
     * The estimate.
     *
     * @param baseline of the stable version, its time before the release included
     * @param canary of the canary since its start, around its own mean
     */
    static double squared(Dispersion baseline, Dispersion canary) {
        double known = baseline.weight() + canary.weight();
        double intervals = baseline.intervals() + canary.intervals();
        double missing = Math.max(0, ENOUGH - baseline.intervals());
        if (missing > 0) {
            double each = intervals > 0 && known > 0 ? known / intervals : 1;
            double raised = (baseline.excess() + canary.excess() + PRESUMED * missing * each) / (known + missing * each);
            return Math.max(0, raised);
        }
        if (!(known > 0)) {
            return 0;
        }
        double estimate = (baseline.excess() + canary.excess()) / known;
        if (estimate < NOISE * Math.sqrt(2 / known)) {
            return 0;
        }
        double events = (baseline.x() + canary.x()) / intervals;
        return estimate + CAUTION * (1 + estimate * events) * Math.sqrt((2 + 6 * estimate) / known);
    }

    /** How many times the variance of a count is that of a Poisson distribution, at least 1. */
    static double inflation(double squared, double eventsPerInterval) {
        return 1 + squared * eventsPerInterval;
    }
}
