package dev.plumbline.analysis.sequential;

import java.util.function.LongToDoubleFunction;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * How many of {@code n} events fall to one of two arms whose counts have known means: binomial for Poisson counts. Where the rate of each arm
 * varies from interval to interval by a gamma factor of its own, counts are negative binomial, and this is what is left of them once
 * their sum is known: beta-binomial for equal means. Given as masses at nodes {@code first + i * stride}, which add up to 1.
 *
 * <p>Up to {@value #MAX_NODES} events every count is a node and the masses are exact to about 1e-13. Beyond that at most
 * {@value #MAX_NODES} nodes are laid over 9 standard deviations to each side (a tail of less than 1e-14 is cut where the
 * distribution is nearly normal).
 */
final class ShareDistribution {
    static final int MAX_NODES = 400;
    private static final double REACH = 9;
    final long first;
    final long stride;
    final double[] mass;

    private ShareDistribution(long first, long stride, double[] mass) {
        this.first = first;
        this.stride = stride;
        this.mass = mass;
    }

    /**
     * The distribution given the sum.
     *
     * @param n events of both arms, 0 or more
     * @param mean of the count that is asked about, above 0
     * @param other mean of the other one, above 0; without variation only the ratio of the means matters
     * @param shape of the gamma factors: 1 over the squared variation, above 0; infinite without
     */
    static ShareDistribution of(long n, double mean, double other, double shape) {
        double share = mean / (mean + other);
        long first = 0;
        long last = n;
        if (n > MAX_NODES) {
            double concentration = shape / (2 * share * (1 - share));
            double inflation = Double.isInfinite(shape) ? 1 : (concentration + n) / (concentration + 1);
            double deviation = Math.sqrt(n * share * (1 - share) * inflation);
            first = Math.max(0, (long) Math.floor(n * share - REACH * deviation - 1));
            last = Math.min(n, (long) Math.ceil(n * share + REACH * deviation + 1));
        }
        boolean steady = Double.isInfinite(shape);
        double odds = steady ? Math.log(mean / other) : Math.log(mean / (mean + shape) * (other + shape) / other);
        return masses(first, last, c -> logMass(n, c, shape) + c * odds);
    }

    private static ShareDistribution masses(long first, long last, LongToDoubleFunction logMass) {
        long stride = Math.max(1, (last - first + MAX_NODES) / MAX_NODES);
        var mass = new double[(int) ((last - first) / stride) + 1];
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < mass.length; i++) {
            mass[i] = logMass.applyAsDouble(first + i * stride);
            highest = Math.max(highest, mass[i]);
        }
        double sum = 0;
        for (int i = 0; i < mass.length; i++) {
            mass[i] = Math.exp(mass[i] - highest);
            sum += mass[i];
        }
        for (int i = 0; i < mass.length; i++) {
            mass[i] /= sum;
        }
        return new ShareDistribution(first, stride, mass);
    }

    /** For equal means, up to a constant. */
    private static double logMass(long n, long c, double shape) {
        double ways = -LogGamma.value(c + 1.0) - LogGamma.value(n - c + 1.0);
        return Double.isInfinite(shape) ? ways : ways + LogGamma.value(c + shape) + LogGamma.value(n - c + shape);
    }
}
