package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.EventInterval;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * What an absolute margin between two rates is judged by, as running sums, and the evidence they give. The baseline's events of each interval
 * count times the canary's requests over its own: so a weight that is ramped up while the common rate changes makes no difference between arms.
 *
 * <p>The hypothesis leaves the baseline's rate open. The likelihood of the data, averaged over a prior of the alternative, is divided by
 * the highest likelihood that any pair of rates of the hypothesis reaches: at most the ratio for the true pair, hence an e-value at every
 * moment (universal inference: L. Wasserman, A. Ramdas, S. Balakrishnan, PNAS 117, 2020). Counts are taken to be Poisson; they and their exposure are
 * divided by the factor of over-dispersion before.
 *
 * @param events of the canary
 * @param requests of the canary
 * @param theirs requests of the baseline
 * @param scaled sum of the baseline's events, each times the canary's requests over the baseline's
 * @param squares the same with the factor squared
 * @param largest the canary's or baseline's requests of an interval, squared and summed, the larger of both
 */
public record RateTotals(double events, double requests, double theirs, double scaled, double squares, double largest) {
    /** Nothing seen. */
    public static final RateTotals NONE = new RateTotals(0, 0, 0, 0, 0, 0);
    private static final double SHAPE = 0.5;
    /** How much of the prior of "within" is on equal rates; the rest leaves both rates free, the canary's lower among them. */
    private static final double COMMON = 0.9;
    /** What not knowing the baseline's rate costs in evidence, about. */
    private static final double PRICE = 1.5;

    /** With one more interval; without requests of both arms it is not comparable and left out. */
    RateTotals with(EventInterval i) {
        if (!(i.requests() > 0 && i.baselineRequests() > 0)) {
            return this;
        }
        double factor = i.requests() / i.baselineRequests();
        double most = Math.max(i.requests(), i.baselineRequests());
        return new RateTotals(events + i.events(), requests + i.requests(), theirs + i.baselineRequests(),
                scaled + factor * i.baselineEvents(), squares + factor * factor * i.baselineEvents(), largest + most * most);
    }

    /** Canary's rate of events per request; NaN without requests. */
    double rate() {
        return events / requests;
    }

    /** The baseline's, weighted by interval as the canary's requests are. */
    double baselineRate() {
        return scaled / requests;
    }

    /** Exposure and events of a baseline of constant weight that tells as much. */
    private Arms arms(double inflation) {
        double exposure = squares > 0 ? requests * scaled / squares : theirs;
        double count = squares > 0 ? scaled * scaled / squares : 0;
        return new Arms(events / inflation, requests / inflation, count / inflation, exposure / inflation);
    }

    /** Natural logarithm of the evidence that the canary's rate is above the baseline's by more than {@code margin}. */
    double logAbove(double margin, double variation) {
        return requests > 0 ? arms(inflation(variation)).log(margin, true) : 0;
    }

    /** Natural logarithm of the evidence that it is above by less than {@code margin}, or below. */
    double logBelow(double margin, double variation) {
        return requests > 0 ? arms(inflation(variation)).log(margin, false) : 0;
    }

    /** About how many times as much of the same would be evidence of {@code target} that the margin is held; infinite when it does not look so. */
    double factorTo(double margin, double target) {
        double gap = margin - rate() + baselineRate();
        if (!(gap > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double variance = (Math.max(events, requests * margin / 2) + squares) / (requests * requests);
        return 2 * (target + PRICE) * variance / (gap * gap);
    }

    private double inflation(double variation) {
        double perInterval = Math.max(rate(), baselineRate()) * largest / Math.max(requests, theirs);
        return Variation.inflation(variation, perInterval);
    }

    private record Arms(double x, double n, double y, double m) {

        double log(double margin, boolean above) {
            double prior = SHAPE / Math.max(margin, 1 / (n + m));
            double own = marginal(x, n, prior) + marginal(y, m, prior);
            double common = marginal(x + y, n + m, prior);
            double mixed = above ? own : logSum(Math.log1p(-COMMON) + own, Math.log(COMMON) + common);
            return mixed - highestLikelihood(margin, above);
        }

        private static double logSum(double a, double b) {
            double highest = Math.max(a, b);
            return highest + Math.log(Math.exp(a - highest) + Math.exp(b - highest));
        }

        /** Logarithm of the likelihood of a count on an exposure, averaged over a gamma distribution of the rate. */
        private static double marginal(double count, double exposure, double rate) {
            return SHAPE * Math.log(rate) - LogGamma.value(SHAPE) + LogGamma.value(SHAPE + count)
                    - (SHAPE + count) * Math.log(rate + exposure);
        }

        private double highestLikelihood(double margin, boolean above) {
            double free = x / n - y / m;
            if (above ? free <= margin : free >= margin) {
                return likelihood(x / n, y / m);
            }
            // At the edge the baseline's rate solves a quadratic equation.
            double total = n + m;
            double b = total * margin - x - y;
            double root = Math.sqrt(b * b + 4 * total * y * margin);
            double rate = b > 0 ? 2 * y * margin / (b + root) : (root - b) / (2 * total);
            return likelihood(rate + margin, rate);
        }

        private double likelihood(double canary, double baseline) {
            return times(x, canary) - n * canary + times(y, baseline) - m * baseline;
        }

        private static double times(double count, double rate) {
            return count > 0 ? count * Math.log(rate) : 0;
        }
    }
}
