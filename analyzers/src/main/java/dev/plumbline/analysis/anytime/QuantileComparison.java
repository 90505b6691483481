package dev.plumbline.analysis.anytime;

import java.util.Arrays;

/**
 * Whether two samples have the same quantile, at any sizes of both: for each candidate value the evidence of both samples against it
 * being their quantile is multiplied, and the candidate that fares best counts.
 *
 * <p>Source: S. Howard, A. Ramdas, Sequential estimation of quantiles with applications to A/B testing and best-arm identification,
 * Bernoulli 28 (2022).
 */
public final class QuantileComparison {
    private final double quantile;
    private final BetaBinomialMixture mixture;

    /**
     * A comparison.
     *
     * @param quantile above 0 and below 1
     * @param tightest about which size of each sample it is best
     * @param alpha for which error probability it is best then
     */
    public QuantileComparison(double quantile, double tightest, double alpha) {
        this.quantile = quantile;
        mixture = BetaBinomialMixture.tightestAt(tightest * quantile * (1 - quantile), alpha, new double[] {quantile, 1 - quantile}, false);
    }

    /** The p-value, which may be looked at as often as one likes; samples of 1 or more. */
    public double pValue(double[] a, double[] b) {
        double[] x = a.clone();
        double[] y = b.clone();
        Arrays.sort(x);
        Arrays.sort(y);
        double least = Double.POSITIVE_INFINITY;
        for (double[] candidates : new double[][] {x, y}) {
            for (double candidate : candidates) {
                least = Math.min(least, evidence(x, candidate) + evidence(y, candidate));
            }
        }
        return Math.min(1, Math.exp(-least));
    }

    /** Against the candidate, which may be anywhere between what is below it and what is at most as large. */
    private double evidence(double[] sorted, double candidate) {
        double expected = sorted.length * quantile;
        double below = first(sorted, candidate, false);
        double atMost = first(sorted, candidate, true);
        double s = expected < below ? below - expected : expected > atMost ? atMost - expected : 0;
        return mixture.logValue(s, sorted.length * quantile * (1 - quantile));
    }

    private static int first(double[] sorted, double value, boolean beyond) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || beyond && sorted[middle] == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
