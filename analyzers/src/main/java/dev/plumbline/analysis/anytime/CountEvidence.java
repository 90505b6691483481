package dev.plumbline.analysis.anytime;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * E-values for counts, as natural logarithms: if the hypothesis is true, the probability that one ever reaches
 * {@code ln(1 / alpha)}, at whatever moment one looks, is at most alpha (Ville's inequality). Products of likelihood ratios, mixed over the
 * alternatives by a conjugate prior, so that only the totals matter and not their order.
 *
 * <p>Counts may be fractions (such as those that were divided by a factor of over-dispersion). Relative error of the results about 1e-12.
 *
 * <p>Source: M. Lindon, A. Malek, Anytime-valid inference for multinomial count data, NeurIPS 2022.
 */
public final class CountEvidence {
    private CountEvidence() {}

    /**
     * Against the hypothesis that events fall to categories with the given probabilities.
     *
     * @param expected probabilities, each above 0, together 1
     * @param counts of each category, 0 or more
     * @param concentration how close to the hypothesis alternatives are looked for, above 0: the prior is Dirichlet with
     *     {@code concentration * expected}
     */
    public static double multinomial(double[] expected, double[] counts, double concentration) {
        if (expected.length != counts.length || expected.length < 2) {
            throw new IllegalArgumentException("there are " + expected.length + " probabilities and " + counts.length + " counts");
        }
        double log = 0;
        double total = 0;
        for (int i = 0; i < counts.length; i++) {
            double prior = concentration * expected[i];
            log += LogGamma.value(prior + counts[i]) - LogGamma.value(prior) - counts[i] * Math.log(expected[i]);
            total += counts[i];
        }
        return log - LogGamma.value(concentration + total) + LogGamma.value(concentration);
    }

    /**
     * Against the hypothesis that the probability of a success is at most {@code rho}, on {@code successes} and {@code failures}.
     * The prior is a beta distribution cut to what is above {@code rho}.
     *
     * @param rho above 0 and below 1
     * @param a of the beta distribution, above 0
     * @param b of the beta distribution, above 0
     */
    public static double above(double rho, double a, double b, double successes, double failures) {
        return logBetaAbove(rho, a + successes, b + failures) - logBetaAbove(rho, a, b)
                - successes * Math.log(rho) - failures * Math.log1p(-rho);
    }

    /** The same against the hypothesis that the probability is at least {@code rho}. */
    public static double below(double rho, double a, double b, double successes, double failures) {
        return above(1 - rho, b, a, failures, successes);
    }

    /** Logarithm of the beta integral from {@code rho} to 1. */
    static double logBetaAbove(double rho, double a, double b) {
        double upper = RegularizedBeta.complement(rho, a, b);
        // Far below the mode the complement underflows; its first factor is all that matters there.
        double log = upper > 0 ? Math.log(upper) + LogBeta.value(a, b) : a * Math.log(rho) + b * Math.log1p(-rho) - Math.log(a);
        return log;
    }
}
