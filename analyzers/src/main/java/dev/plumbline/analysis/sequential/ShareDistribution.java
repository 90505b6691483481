package dev.plumbline.analysis.sequential;

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
        double odds = Double.isInfinite(shape) ? Math.log(mean / other) : Math.log(mean / (mean + shape) * (other + shape) / other);
        long stride = Math.max(1, (last - first + MAX_NODES) / MAX_NODES);
        var log = new double[(int) ((last - first) / stride) + 1];
        for (int i = 0; i < log.length; i++) {
            long c = first + i * stride;
            log[i] = stride > 1 ? logMass(n, c, shape) + c * odds : i == 0 ? 0 : log[i - 1] + logStep(n, c - 1, shape) + odds;
        }
        return new ShareDistribution(first, stride, normalized(log));
    }

    private static double[] normalized(double[] log) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double l : log) {
            highest = Math.max(highest, l);
        }
        double sum = 0;
        for (int i = 0; i < log.length; i++) {
            log[i] = Math.exp(log[i] - highest);
            sum += log[i];
        }
        for (int i = 0; i < log.length; i++) {
            log[i] /= sum;
        }
        return log;
    }

    /** From the mass of {@code c} to that of {@code c + 1}, for equal means. */
    private static double logStep(long n, long c, double shape) {
        double ways = (double) (n - c) / (c + 1);
        return Math.log(Double.isInfinite(shape) ? ways : ways * (c + shape) / (n - c - 1 + shape));
    }

    /** For equal means, up to a constant. */
    private static double logMass(long n, long c, double shape) {
        double ways = -LogGamma.value(c + 1.0) - LogGamma.value(n - c + 1.0);
        return Double.isInfinite(shape) ? ways : ways + LogGamma.value(c + shape) + LogGamma.value(n - c + shape);
    }
}
