package dev.plumbline.analysis.argo;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Judges a run by its counted measurements, as {@link RunAssessment} does. When the time is over, metrics without a number of measurements
 * to take end as Argo ends them when a rollout is done with them; one that has not taken all of its measurements leaves the run inconclusive.
 */
public final class RunJudge implements Judge {
    private static final int WHOLE = 100;
    private final List<RunAssessment.Metric> metrics;

    /** @param metrics with what was measured so far; their names are those of the policy's criteria */
    public RunJudge(List<RunAssessment.Metric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    @Override
    public Judgement judge(Policy policy, Progress progress, Collection<Evidence> evidence) {
        boolean over = progress.isOver(policy);
        RunAssessment run = RunAssessment.of(metrics, false);
        Verdict verdict = over && !run.verdict().ended() ? atTheEnd() : run.verdict();
        RunAssessment shown = over ? RunAssessment.of(metrics, true) : run;
        Map<String, Evidence> byMetric = Evidence.byMetric(evidence);
        var results = new ArrayList<MetricResult>();
        for (RunAssessment.Assessed a : shown.metrics()) {
            Criterion criterion = policy.criteria().stream().filter(c -> c.name().equals(a.metric().name())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the policy has no metric " + a.metric().name()));
            Evidence known = byMetric.containsKey(criterion.name()) ? Objects.requireNonNull(byMetric.get(criterion.name()))
                    : Evidence.notLookedUp(criterion);
            results.add(new MetricResult(criterion, outcome(a), reason(a), known));
        }
        return new Judgement(verdict, score(results), progress.window(policy), results);
    }

    private Verdict atTheEnd() {
        List<String> waiting = RunAssessment.of(metrics, false).metrics().stream()
                .filter(a -> !a.metric().dryRun() && !a.phase().completed() && a.metric().limits().effectiveCount() < Integer.MAX_VALUE)
                .map(a -> a.metric().name() + " has " + a.metric().counts().count() + " of " + a.metric().limits().effectiveCount()).toList();
        return waiting.isEmpty() ? RunAssessment.of(metrics, true).verdict()
                : new Verdict.Inconclusive("the time is over before all was measured: " + String.join(", ", waiting));
    }

    private static Outcome outcome(RunAssessment.Assessed a) {
        if (a.metric().dryRun()) {
            return Outcome.IGNORED;
        }
        return switch (a.phase()) {
            case SUCCESSFUL -> a.metric().counts().byPhase().successful() > 0 ? Outcome.PASS : Outcome.PENDING;
            case FAILED -> Outcome.FAIL;
            case RUNNING, PENDING, INCONCLUSIVE, ERROR -> Outcome.PENDING;
        };
    }

    private static String reason(RunAssessment.Assessed a) {
        MeasurementCounts.ByPhase by = a.metric().counts().byPhase();
        return a.phase().word() + (a.metric().dryRun() ? " (dry run)" : "") + ": " + by.successful() + " good, " + by.failed() + " bad, "
                + by.inconclusive() + " inconclusive, " + by.errors() + " errors";
    }

    private static int score(List<MetricResult> results) {
        long counting = results.stream().filter(r -> r.outcome() != Outcome.IGNORED).count();
        long passing = results.stream().filter(r -> r.outcome() == Outcome.PASS).count();
        return counting == 0 || results.stream().anyMatch(r -> r.outcome() == Outcome.FAIL) ? 0 : (int) (WHOLE * passing / counting);
    }
}
