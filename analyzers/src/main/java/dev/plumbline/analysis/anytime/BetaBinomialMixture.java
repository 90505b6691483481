package dev.plumbline.analysis.anytime;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * For sums of what lies within {@code -g} and {@code h} (sub-Bernoulli).
 *
 * @param r above 0
 */
public record BetaBinomialMixture(double r, double g, double h, boolean oneSided) implements Mixture {

    /** The one that is tightest about {@code v}. */
    public static BetaBinomialMixture tightestAt(double v, double alpha, double[] range, boolean oneSided) {
        double rho = oneSided ? Mixture.bestOneSided(v, alpha) : Mixture.bestTwoSided(v, alpha);
        double product = range[0] * range[1];
        return new BetaBinomialMixture(Math.max(rho - product, 1e-3 * product), range[0], range[1], oneSided);
    }

    @Override
    public double logValue(double s, double v) {
        double width = g + h;
        return v / (g * h) * Math.log(width) - (v + h * s) / (h * width) * Math.log(g) - (v - g * s) / (g * width) * Math.log(h)
                + logBeta((r + v - g * s) / (g * width), (r + v + h * s) / (h * width)) - logBeta(r / (g * width), r / (h * width));
    }

    /** Of the whole range, or of its part up to the expected share. */
    private double logBeta(double a, double b) {
        return oneSided ? CountEvidence.logBetaAbove(g / (g + h), b, a) : LogBeta.value(a, b);
    }

    @Override
    public double largest(double v) {
        return v / g;
    }
}
