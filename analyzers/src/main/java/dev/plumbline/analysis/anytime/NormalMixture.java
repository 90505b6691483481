package dev.plumbline.analysis.anytime;

import org.apache.commons.numbers.gamma.Erfc;

/**
 * For sub-Gaussian sums: over a normal distribution, or its upper half.
 *
 * @param rho above 0: small for early, large for late tightness
 */
public record NormalMixture(double rho, boolean oneSided) implements Mixture {
    private static final double ROOT_2 = Math.sqrt(2);

    @Override
    public double logValue(double s, double v) {
        double time = v + rho;
        double log = 0.5 * Math.log(rho / time) + s * s / (2 * time);
        return oneSided ? log + Math.log(Erfc.value(-s / Math.sqrt(time) / ROOT_2)) : log;
    }

    @Override
    public double bound(double v, double alpha) {
        return oneSided ? Mixture.super.bound(v, alpha)
                : Math.sqrt((v + rho) * Math.log((v + rho) / (rho * alpha * alpha)));
    }
}
