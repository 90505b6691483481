package dev.plumbline.analysis.argo;

import dev.plumbline.analysis.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The phase of a run and of each of its metrics.
 *
 * @param phase the worst phase of the metrics that are not dry runs
 * @param metrics in the run's order
 */
public record RunAssessment(Phase phase, List<Assessed> metrics) {
    public RunAssessment {
        metrics = List.copyOf(metrics);
    }

    /**
     * A metric of a run.
     *
     * @param dryRun measured and shown, and without effect on the run
     */
    public record Metric(String name, MetricLimits limits, MeasurementCounts counts, boolean dryRun) {}

    /** A metric with its phase. */
    public record Assessed(Metric metric, Phase phase) {}

    /**
     * Assesses a run. As soon as one metric that is no dry run ends worse than successful, the others are terminated.
     *
     * @param terminating whether it is being ended from outside
     * @throws IllegalArgumentException when there is no metric, or two have one name
     */
    public static RunAssessment of(List<Metric> metrics, boolean terminating) {
        Set<String> names = new HashSet<>();
        if (metrics.isEmpty() || !metrics.stream().allMatch(m -> names.add(m.name()))) {
            throw new IllegalArgumentException("a run has at least one metric, and names that differ");
        }
        boolean ending = terminating || assessed(metrics, false).stream()
                .anyMatch(a -> !a.metric.dryRun && a.phase.completed() && a.phase != Phase.SUCCESSFUL);
        List<Assessed> assessed = assessed(metrics, ending);
        List<Phase> counting = assessed.stream().filter(a -> !a.metric.dryRun).map(Assessed::phase).toList();
        return new RunAssessment(Phase.worst(counting), assessed);
    }

    private static List<Assessed> assessed(List<Metric> metrics, boolean terminating) {
        return metrics.stream().map(m -> new Assessed(m, m.limits.assess(m.counts, terminating))).toList();
    }

    /**
     * What a gate is told. An error is our own doubt and never fails a release; and a run that Argo calls successful is
     * inconclusive where one of its metrics has no good measurement at all, or only dry runs were measured.
     */
    public Verdict verdict() {
        String text = metrics.stream().map(RunAssessment::text).collect(Collectors.joining(", "));
        return switch (phase) {
            case SUCCESSFUL -> proven() ? new Verdict.Go(text) : new Verdict.Inconclusive("nothing good was measured: " + text);
            case RUNNING, PENDING -> new Verdict.Pending(text);
            case INCONCLUSIVE -> new Verdict.Inconclusive(text);
            case ERROR -> new Verdict.Inconclusive("could not be measured: " + text);
            case FAILED -> new Verdict.NoGo(text);
        };
    }

    private boolean proven() {
        return metrics.stream().anyMatch(a -> !a.metric.dryRun)
                && metrics.stream().allMatch(a -> a.metric.dryRun || a.metric.counts.byPhase().successful() > 0);
    }

    private static String text(Assessed a) {
        MeasurementCounts.ByPhase by = a.metric.counts.byPhase();
        return a.metric.name + " " + a.phase.word().toLowerCase(java.util.Locale.ROOT) + (a.metric.dryRun ? " (dry run)" : "") + " with " + by.successful()
                + " good, " + by.failed() + " bad, " + by.inconclusive() + " inconclusive measurements, " + by.errors() + " errors";
    }
}
