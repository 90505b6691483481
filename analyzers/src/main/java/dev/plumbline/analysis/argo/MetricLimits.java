package dev.plumbline.analysis.argo;

/**
 * When the measurements of a metric are enough.
 *
 * @param count how many are taken; 0: one, or any number where there is an interval
 * @param repeated whether there is an interval between them
 * @param tolerated how many of which kind are let pass
 */
public record MetricLimits(int count, boolean repeated, Tolerated tolerated) {

    /**
     * How many measurements of a kind are let pass, and how many good ones in a row are enough.
     *
     * @param failures more failed ones fail the metric; below 0: any number is let pass
     * @param inconclusive more inconclusive ones make it inconclusive
     * @param consecutiveErrors more errors in a row make it an error
     * @param consecutiveSuccesses so many good ones in a row end it as successful; 0: that is off
     */
    public record Tolerated(int failures, int inconclusive, int consecutiveErrors, int consecutiveSuccesses) {
        /** Argo's defaults. */
        public static final Tolerated USUAL = new Tolerated(0, 0, 4, 0);
    }

    /** How many measurements end the metric; the largest number for none. */
    public int effectiveCount() {
        return count > 0 ? count : repeated ? Integer.MAX_VALUE : 1;
    }

    /**
     * The phase of the metric.
     *
     * @param terminating whether the run is being ended, by a metric beside it or by a person
     */
    public Phase assess(MeasurementCounts counts, boolean terminating) {
        if (counts.last() == null) {
            return terminating ? Phase.SUCCESSFUL : Phase.PENDING;
        }
        if (counts.consecutiveErrors() > tolerated.consecutiveErrors) {
            return Phase.ERROR;
        }
        if (counts.inconclusive() > tolerated.inconclusive) {
            return Phase.INCONCLUSIVE;
        }
        if (tolerated.failures >= 0 && counts.failed() > tolerated.failures) {
            return Phase.FAILED;
        }
        boolean waitsForSuccess = tolerated.consecutiveSuccesses > 0;
        if (waitsForSuccess && counts.consecutiveSuccesses() >= tolerated.consecutiveSuccesses) {
            return Phase.SUCCESSFUL;
        }
        if (counts.count() >= effectiveCount()) {
            return !waitsForSuccess ? Phase.SUCCESSFUL : tolerated.failures >= 0 ? Phase.INCONCLUSIVE : Phase.FAILED;
        }
        return terminating ? Phase.SUCCESSFUL : Phase.RUNNING;
    }
}
