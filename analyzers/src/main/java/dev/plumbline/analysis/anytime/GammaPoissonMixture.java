package dev.plumbline.analysis.anytime;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * For sums of counts less what is expected of them (sub-Poisson).
 *
 * @param rho above 0
 * @param c size of a jump, above 0
 */
public record GammaPoissonMixture(double rho, double c) implements Mixture {

    @Override
    public double logValue(double s, double v) {
        double cc = c * c;
        double prior = rho / cc;
        double time = (v + rho) / cc;
        double shape = s / c + time;
        double leading = prior * Math.log(prior) - LogGamma.value(prior) - Math.log(RegularizedGamma.Q.value(prior, prior));
        return leading + LogGamma.value(shape) + Math.log(RegularizedGamma.Q.value(shape, time)) - shape * Math.log(time) + v / cc;
    }
}
