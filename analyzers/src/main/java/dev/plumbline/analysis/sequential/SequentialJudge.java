package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers as soon as the evidence allows, and errs no more often than agreed however often it is asked (docs/sequential-judge.md says under
 * which assumptions).
 *
 * <ul>
 * <li><b>no-go</b> when a metric, or all of an any-of group, is proven to be beyond a limit or margin. The error probability is split evenly over metrics
 *     and groups that count, within an all-of group over its metrics, within a metric over its limits and the sides of its margin.
 * <li><b>go</b> when every metric, or one of an any-of group, is proven to be within, and the minimum window is over. Since all of them
 *     must be, each may use the whole error probability; the metrics of an any-of group share it.
 * <li><b>inconclusive</b> when the stage's time is over and it is neither. <b>pending</b> otherwise.
 * </ul>
 *
 * Evidence without a {@link dev.plumbline.analysis.canary.Trail} is judged by its value, as {@link dev.plumbline.analysis.canary.ThresholdJudge} does, and
 * says that this is without error control. Reading a trail costs time in proportion to its intervals.
 */
public final class SequentialJudge implements Judge {
    private final SequentialPlan plan;

    public SequentialJudge(SequentialPlan plan) {
        this.plan = plan;
    }

    /** The judgement; evidence and its trails as they are known until {@code progress}. */
    @Override
    public Judgement judge(Policy policy, Progress progress, Collection<Evidence> evidence) {
        var window = progress.window(policy);
        Map<String, Evidence> byMetric = index(evidence);
        var family = new Family(plan, policy);
        var span = new MetricSequence.Span(window.startMillis(), window.endMillis(), progress.sinceMillis() + policy.atMostMillis());
        var assessment = new SequentialAssessment(policy, progress, span, plan.staleMillis());
        var results = new ArrayList<MetricResult>();
        for (Criterion c : policy.criteria()) {
            MetricResult result = assessment.assess(c, byMetric.getOrDefault(c.name(), notLookedUp(c)), family.levels(c.name()));
            results.add(plan.muted().contains(c.name()) ? muted(result) : result);
        }
        return new Judgement(verdict(policy, progress, family, results), score(results), window, results);
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

    private static MetricResult muted(MetricResult r) {
        return new MetricResult(r.criterion(), Outcome.IGNORED, r.reason() + ", muted", r.evidence());
    }

    private Verdict verdict(Policy policy, Progress progress, Family family, List<MetricResult> results) {
        var reason = new SequentialReason(plan, policy, results);
        Outcome whole = family.outcome(results);
        if (whole == Outcome.FAIL) {
            return new Verdict.NoGo(reason.failed());
        }
        if (whole == Outcome.PASS && progress.window(policy).lengthMillis() >= policy.minWindowMillis()) {
            return new Verdict.Go(reason.passed());
        }
        return progress.isOver(policy) ? new Verdict.Inconclusive(reason.over()) : new Verdict.Pending(reason.waiting(progress));
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
