package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.anytime.NormalMixture;
import java.util.List;
import java.util.Optional;

/**
 * How much the canary differs from its baseline, with an interval that may be looked at again and again: a confidence sequence for the mean of the
 * differences of single intervals, by their empirical variance (asymptotic, Waudby-Smith et al., Annals of Statistics 2024). It is for people to read; verdicts rest on the
 * tests of {@link SequentialJudge}, which are sharper where counts are few.
 *
 * @param difference canary less baseline, the mean over the intervals, in the metric's unit
 * @param low the interval's lower end
 * @param high the interval's upper end
 * @param level of the interval, such as 0.95
 * @param intervals how many it rests on, 2 or more
 */
public record Effect(double difference, double low, double high, double level, int intervals) {
    /** After how many intervals the sequence is narrowest in proportion. */
    private static final double NARROWEST_AFTER = 10;

    /**
     * From the differences of single intervals; empty while there are fewer than two, or all are the same, so that nothing is known of how they vary.
     *
     * @param alpha how often the sequence may miss the true difference at any time, above 0 and below 1
     */
    public static Optional<Effect> of(List<Double> differences, double alpha) {
        int n = differences.size();
        double mean = differences.stream().mapToDouble(d -> d).average().orElse(0);
        double variance = differences.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum() / Math.max(1, n - 1);
        if (n < 2 || !(variance > 0)) {
            return Optional.empty();
        }
        double reach = new NormalMixture(variance * NARROWEST_AFTER, false).bound(n * variance, alpha) / n;
        return Optional.of(new Effect(mean, mean - reach, mean + reach, 1 - alpha, n));
    }
}
