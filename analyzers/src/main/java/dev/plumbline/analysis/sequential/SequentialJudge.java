package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
 * says that this is without error control. Reading a trail costs time in proportion to its intervals; a judge that is asked about the same canary again reads what is
 * new and says what one that reads all of it would. Not thread-safe.
 */
public final class SequentialJudge implements Judge {
    private final SequentialPlan plan;
    private final Map<String, ReadSoFar> soFar = new HashMap<>();

    public SequentialJudge(SequentialPlan plan) {
        this.plan = plan;
    }

    /** The judgement; evidence and its trails as they are known until {@code progress}. */
    @Override
    public Judgement judge(Policy policy, Progress progress, Collection<Evidence> evidence) {
        var window = progress.window(policy);
        Map<String, Evidence> byMetric = Evidence.byMetric(evidence);
        var family = new Family(plan, policy);
        var span = new MetricSequence.Span(window.startMillis(), window.endMillis(), progress.sinceMillis() + policy.atMostMillis());
        var assessment = new SequentialAssessment(policy, progress, span, plan.staleMillis());
        var results = new ArrayList<MetricResult>();
        for (Criterion c : policy.criteria()) {
            results.add(assessment.assess(c, byMetric.getOrDefault(c.name(), Evidence.notLookedUp(c)), family.levels(c.name()),
                    soFar.computeIfAbsent(c.name(), n -> new ReadSoFar())));
        }
        return Judgement.of(policy, progress, results);
    }
}
