package dev.plumbline.analysis.sequential;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a {@link SequentialJudge} judges, beside the policy.
 *
 * @param alpha the greatest probability of {@code no-go} for a canary that is within all its limits and margins, above 0 and below 0.5; also the
 *     greatest probability of {@code go} for one that is beyond one of them
 * @param muted metrics that are measured and shown but do not count
 * @param groups of metrics; a metric is in one at most, those in none stand for themselves
 * @param staleMillis how old the last interval may be
 */
public record SequentialPlan(double alpha, Set<String> muted, List<Group> groups, long staleMillis) {

    /**
     * Metrics that are judged together.
     *
     * @param metrics at least one
     */
    public record Group(Rule rule, List<String> metrics) {
        public Group {
            metrics = List.copyOf(metrics);
            if (metrics.isEmpty()) {
                throw new IllegalArgumentException("a group needs at least one metric");
            }
        }
    }

    /** When a group is good. */
    public enum Rule {
        /** When all its metrics pass; it fails when one fails. */
        ALL,
        /** When one of its metrics passes; it fails when all fail. */
        ANY
    }

    public SequentialPlan {
        muted = Set.copyOf(muted);
        groups = List.copyOf(groups);
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("alpha is above 0 and below 0.5, got " + alpha);
        }
        var seen = new HashSet<String>();
        for (Group g : groups) {
            for (String m : g.metrics()) {
                if (!seen.add(m)) {
                    throw new IllegalArgumentException("metric " + m + " is in two groups");
                }
            }
        }
        if (staleMillis <= 0) {
            throw new IllegalArgumentException("stale_after " + staleMillis + " ms must be above 0");
        }
    }

    /** Every metric counts, for itself; intervals may be 5 minutes old. */
    public static SequentialPlan of(double alpha) {
        return new SequentialPlan(alpha, Set.of(), List.of(), 300_000);
    }
}
