package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
        var window = progress.window(policy);
        Map<String, Evidence> byMetric = index(evidence);
        boolean windowReached = window.lengthMillis() >= policy.minWindowMillis() && window.lengthMillis() > 0;
        var assessment = new MetricAssessment(windowReached);
        var results = new ArrayList<MetricResult>();
        for (Criterion c : policy.criteria()) {
            results.add(assessment.assess(c, byMetric.getOrDefault(c.name(), notLookedUp(c))));
        }
        Verdict verdict = verdict(policy, progress, results);
        return new Judgement(verdict, score(results), window, results);
    }

    private static Evidence notLookedUp(Criterion c) {
        return new Evidence(c.name(), new Reading.Unreadable("not looked up yet"), 0, "", List.of());
    }

    private static Map<String, Evidence> index(Collection<Evidence> evidence) {
        var byMetric = new HashMap<String, Evidence>();
        for (Evidence e : evidence) {
            if (byMetric.put(e.metric(), e) != null) {
                throw new IllegalArgumentException("two pieces of evidence for metric " + e.metric());
            }
        }
        return byMetric;
    }

    private static Verdict verdict(Policy policy, Progress progress, List<MetricResult> results) {
        if (has(results, Outcome.FAIL)) {
            return new Verdict.NoGo(ReasonText.failed(results));
        }
        boolean windowReached = progress.window(policy).lengthMillis() >= policy.minWindowMillis();
        boolean allPass = has(results, Outcome.PASS) && !has(results, Outcome.PENDING);
        if (allPass && windowReached) {
            return new Verdict.Go(ReasonText.all(results));
        }
        if (progress.isOver(policy)) {
            return new Verdict.Inconclusive(ReasonText.over(policy, results));
        }
        return new Verdict.Pending(ReasonText.waiting(policy, progress, results));
    }

    private static boolean has(List<MetricResult> results, Outcome outcome) {
        return results.stream().anyMatch(r -> r.outcome() == outcome);
    }

    private static int score(List<MetricResult> results) {
        if (results.stream().anyMatch(r -> r.outcome() == Outcome.FAIL && r.criterion().critical())) {
            return 0;
        }
        long counting = results.stream().filter(r -> r.outcome() != Outcome.IGNORED).count();
        long passing = results.stream().filter(r -> r.outcome() == Outcome.PASS).count();
        return counting == 0 ? 0 : (int) (100 * passing / counting);
    }
}
