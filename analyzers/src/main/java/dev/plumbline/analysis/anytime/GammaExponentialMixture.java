package dev.plumbline.analysis.anytime;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * For sub-exponential sums.
 *
 * @param rho above 0
 * @param c scale of the tail, above 0
 */
public record GammaExponentialMixture(double rho, double c) implements Mixture {

    @Override
    public double logValue(double s, double v) {
        double cc = c * c;
        double prior = rho / cc;
        double time = (v + rho) / cc;
        double sum = (c * s + v + rho) / cc;
        double leading = prior * Math.log(prior) - LogGamma.value(prior) - Math.log(RegularizedGamma.P.value(prior, prior));
        return leading + LogGamma.value(time) + Math.log(RegularizedGamma.P.value(time, sum)) - time * Math.log(sum) + (c * s + v) / cc;
    }
}
