package dev.plumbline.analysis.anytime;

/**
 * Limits of a probability that hold at all numbers of trials at once, by inverting a beta-binomial mixture for each candidate.
 *
 * @param tightest about which number of trials the limits are closest, above 0
 * @param alpha the greatest probability that the true value is ever outside, above 0 and below 1
 */
public record ShareSequence(double tightest, double alpha) {
    private static final double PRIOR_ALPHA = 0.05;
    private static final double NEAR = 1e-12;

    /** The lower limit after so many trials, 0 or more. */
    public double lower(double successes, double trials) {
        double share = successes / trials;
        // Evidence against p falls as p comes up to the observed share.
        return evidence(NEAR, successes, trials) < 0 ? 0 : Roots.rising(p -> -evidence(p, successes, trials), NEAR, share);
    }

    /** The upper limit, at most 1. */
    public double upper(double successes, double trials) {
        return 1 - lower(trials - successes, trials);
    }

    private double evidence(double p, double successes, double trials) {
        if (p <= 0 || p >= 1) {
            return Double.NEGATIVE_INFINITY;
        }
        double variance = p * (1 - p);
        var mixture = BetaBinomialMixture.tightestAt(tightest * variance, PRIOR_ALPHA, new double[] {p, 1 - p}, false);
        return mixture.logValue(successes - trials * p, trials * variance) + Math.log(alpha);
    }
}
