package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;

/**
 * How a {@link SequentialJudge} judges, beside the policy.
 *
 * @param alpha the greatest probability of {@code no-go} for a canary that is within all its limits and margins, above 0 and below 0.5; also the
 *     greatest probability of {@code go} for one that is beyond one of them
 * @param staleMillis how old the last interval may be
 */
public record SequentialPlan(double alpha, long staleMillis) {
    /** What {@link #staleMillis} is where nothing is said: 5 minutes. */
    public static final long STALE_MILLIS = 300_000;

    public SequentialPlan {
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("alpha is above 0 and below 0.5, got " + alpha);
        }
        if (staleMillis <= 0) {
            throw new IllegalArgumentException("stale_after " + staleMillis + " ms must be above 0");
        }
    }

    /** Intervals may be 5 minutes old. */
    public static SequentialPlan of(double alpha) {
        return new SequentialPlan(alpha, STALE_MILLIS);
    }

    /**
     * What a metric may err, and how much of that is spent.
     *
     * @param share of the error probability that it fails with
     * @param spent of the share, until then
     */
    public record Spending(double share, double spent) {}

    /** How much of the error probability a metric of a policy has, and has spent by margins, at a time of its stage. */
    public Spending spending(Policy policy, String metric, Progress progress) {
        double share = new Family(this, policy).levels(metric).fail();
        double whole = policy.atMostMillis() - (double) policy.warmUpMillis();
        return new Spending(share, share * AlphaSpending.DEFAULT.spent(progress.window(policy).lengthMillis() / whole));
    }
}
