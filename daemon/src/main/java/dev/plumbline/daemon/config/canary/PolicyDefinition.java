package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Grouping;
import dev.plumbline.analysis.canary.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One policy as its file defines it, checked.
 *
 * @param canary matchers in braces that select the canary's series
 * @param baseline the same for the stable version, null where none is given
 * @param stages at least one, in the rollout's order, names unique
 * @param metrics as the file has them: at least one, names unique; none where a template judges, which has its own
 * @param each null where metrics are judged over all series together
 * @param groups of metrics that are judged together; a metric is in one at most
 * @param dryRun whether the gate answers go whatever is found, and nothing is done
 * @param decisionValidForMillis how long an ended analysis answers
 * @param args values for {@code {{args.name}}}
 * @param reactions what follows a verdict
 */
public record PolicyDefinition(String name, Match match, Template canary, @Nullable Template baseline,
        List<StageDefinition> stages, List<MetricDefinition> metrics, @Nullable Each each, List<Grouping.Group> groups, JudgeSettings judge, boolean dryRun, long decisionValidForMillis,
        Map<String, String> args, Reactions reactions) {
    public PolicyDefinition {
        stages = List.copyOf(stages);
        metrics = List.copyOf(metrics);
        groups = List.copyOf(groups);
        args = Map.copyOf(args);
    }

    /** Whether it is an Argo AnalysisTemplate: judged where it is asked for by name, at stages of any name. */
    public boolean byTemplate() {
        return judge.method() instanceof JudgeMethod.Argo;
    }

    /** The same, judged otherwise. */
    public PolicyDefinition judgedAs(JudgeSettings otherwise) {
        return new PolicyDefinition(name, match, canary, baseline, stages, metrics, each, groups, otherwise, dryRun, decisionValidForMillis, args, reactions);
    }

    /** The stage of that name; the first for the empty string. */
    public Optional<StageDefinition> stage(String stageName) {
        if (byTemplate() && !stageName.isEmpty()) {
            return Optional.of(new StageDefinition(stageName, 0, stages.getFirst().atMostMillis()));
        }
        return stageName.isEmpty() ? Optional.of(stages.getFirst())
                : stages.stream().filter(s -> s.name().equals(stageName)).findFirst();
    }

    /** {@code 5, 25, 100}. */
    public String stageNames() {
        return stages.stream().map(StageDefinition::name).collect(Collectors.joining(", "));
    }

    /** The metrics as they are measured and judged: once for each value of {@code each}. */
    public List<MetricDefinition> judged() {
        Each split = each;
        return split == null ? metrics : split.values().stream().flatMap(v -> metrics.stream().map(m -> m.of(split.label(), v))).toList();
    }

    /** What the judge holds the canary to at a stage that may take so long. */
    public Policy judgedFor(long atMostMillis) {
        if (judge.method() instanceof JudgeMethod.Argo argo) {
            return new Policy(argo.metrics().stream().map(ArgoMetric::criterion).toList(), 0, 0, atMostMillis);
        }
        List<MetricDefinition> all = judged();
        var muted = all.stream().filter(MetricDefinition::muted).map(m -> m.criterion().name()).collect(Collectors.toSet());
        return new Policy(all.stream().map(MetricDefinition::criterion).toList(), judge.warmUpMillis(), judge.minWindowMillis(),
                atMostMillis, grouping(muted));
    }

    private Grouping grouping(Set<String> muted) {
        Each split = each;
        if (split == null) {
            return new Grouping(muted, groups);
        }
        var values = split.values().stream().map(v -> new Grouping.Group(Grouping.Rule.ALL,
                metrics.stream().map(m -> m.of(split.label(), v).criterion().name()).toList())).toList();
        return new Grouping(muted, values, split.quorum() == split.values().size() ? 0 : split.quorum());
    }

    /** Whether a metric is compared, or is about what the baseline does not have, so that the baseline is looked at too. */
    public boolean comparesWithBaseline() {
        return metrics.stream().anyMatch(m -> m.isCompared() || m.measure() instanceof Measure.LogPatterns);
    }

    /** Names of the placeholders that judging needs values for. */
    public Set<String> placeholders() {
        var names = new TreeSet<>(canary.names());
        if (baseline != null && comparesWithBaseline()) {
            names.addAll(baseline.names());
        }
        for (MetricDefinition m : metrics) {
            if (m.measure() instanceof Measure.Query query) {
                names.addAll(query.template().names());
            } else if (m.measure() instanceof Measure.Samples samples) {
                names.addAll(samples.canary().names());
                names.addAll(samples.baseline().names());
            }
        }
        return names;
    }
}
