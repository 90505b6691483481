package dev.plumbline.analysis.stats;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/** The standard normal distribution; relative error below 1e-14, in the tails too. */
public final class NormalDistribution {
    private static final double SQRT_2 = Math.sqrt(2);

    private NormalDistribution() {}

    /** P(Z &lt;= z). */
    public static double cdf(double z) {
        return 0.5 * Erfc.value(-z / SQRT_2);
    }

    /** P(Z &gt; z), without the cancellation of {@code 1 - cdf(z)}. */
    public static double survival(double z) {
        return 0.5 * Erfc.value(z / SQRT_2);
    }

    /**
     * The z with P(Z &lt;= z) = p.
     *
     * @param p above 0 and below 1
     */
    public static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("a probability is above 0 and below 1, got " + p);
        }
        return -SQRT_2 * InverseErfc.value(2 * p);
    }
}
