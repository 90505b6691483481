package dev.plumbline.analysis.canary;

import java.util.Collection;
import java.util.Map;

/**
 * Compares every metric with fixed limits; there is no baseline and no statistics in it, hence no control of how often
 * it errs. Two minimums stand in for that: the amount of evidence per metric, and the length of the window.
 *
 * <ul>
 * <li><b>no-go</b> as soon as one metric breaks a limit on its minimum of evidence, or has no data although the minimum
 *     window is over and the policy says {@code no_data: fail}. Stopping a bad canary early is worth an odd false alarm.
 * <li><b>go</b> at the earliest when the minimum window is over, every metric that is not ignored passes on its minimum of
 *     evidence, and at least one is not ignored.
 * <li><b>inconclusive</b> when the stage's time is over and it is neither.
 * <li><b>pending</b> otherwise.
 * </ul>
 *
 * A lookup that failed is our own doubt: it holds the verdict back whatever {@code no_data} says, and never fails the
 * canary. A value equal to its limit is good.
 */
public final class ThresholdJudge implements Judge {

    @Override
    public Judgement judge(Policy policy, Progress progress, Collection<Evidence> evidence) {
        Map<String, Evidence> byMetric = Evidence.byMetric(evidence);
        return Judgement.of(policy, progress, policy.criteria().stream()
                .map(c -> assess(policy, progress, c, byMetric.getOrDefault(c.name(), Evidence.notLookedUp(c)))).toList());
    }

    /** What becomes of one metric of the policy by its value alone. */
    public static MetricResult assess(Policy policy, Progress progress, Criterion c, Evidence e) {
        long measured = progress.window(policy).lengthMillis();
        return new MetricAssessment(measured >= policy.minWindowMillis() && measured > 0).assess(c, e);
    }
}
