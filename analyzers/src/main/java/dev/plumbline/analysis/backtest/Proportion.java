package dev.plumbline.analysis.backtest;

import java.util.function.DoublePredicate;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * How often something happened, and what that says about how often it happens.
 *
 * <p>The interval is the exact one of Clopper and Pearson (Biometrika 26, 1934): its bounds are the probabilities at which so many
 * events, or more (fewer), would still be seen in half of {@code 1 - confidence} of all cases. It covers the true probability
 * at least as often as it says, for any number of trials; trials must be independent. The bounds are quantiles of beta
 * distributions, found here by bisection to the last bit: 1,100 steps at most, some 100 as a rule.
 *
 * @param events 0 to {@code trials}
 * @param trials 0 or more
 */
public record Proportion(int events, int trials) {
    /** The usual confidence of intervals. */
    public static final double CONFIDENCE = 0.95;

    /** Bounds of a probability, both inclusive. */
    public record Interval(double lower, double upper) {}

    public Proportion {
        if (events < 0 || events > trials) {
            throw new IllegalArgumentException(events + " events of " + trials + " trials");
        }
    }

    /** Events by trials; NaN without trials. */
    public double rate() {
        return trials == 0 ? Double.NaN : (double) events / trials;
    }

    /** The interval at {@link #CONFIDENCE}. */
    public Interval interval() {
        return interval(CONFIDENCE);
    }

    /**
     * The two-sided interval; 0 to 1 without trials.
     *
     * @param confidence above 0 and below 1
     */
    public Interval interval(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("a confidence is above 0 and below 1, got " + confidence);
        }
        double tail = (1 - confidence) / 2;
        // P(X >= k; p) = I_p(k, n - k + 1) grows with p, P(X <= k; p) = 1 - I_p(k + 1, n - k) falls.
        double lower = events == 0 ? 0 : first(p -> RegularizedBeta.value(p, events, trials - events + 1.0) >= tail);
        double upper = events == trials ? 1 : first(p -> RegularizedBeta.complement(p, events + 1.0, trials - events) <= tail);
        return new Interval(lower, upper);
    }

    /** The smallest probability from which on it holds. */
    private static double first(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }
}
