package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.daemon.config.canary.MetricDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was measured for one metric, of the canary and, where a margin asks for it, of the baseline. */
record MetricInputs(ArmInputs canary, @Nullable ArmInputs baseline) {

    /** What the judge is given. */
    Evidence evidence(MetricDefinition metric) {
        Readings.Result mine = Readings.of(metric.measure(), canary);
        var queries = new ArrayList<>(canary.queries());
        if (baseline == null) {
            return new Evidence(metric.criterion().name(), mine.reading(), mine.amount(), canary.source(), queries);
        }
        queries.addAll(baseline.queries());
        Readings.Result theirs = Readings.of(metric.measure(), baseline);
        return new Evidence(metric.criterion().name(), mine.reading(), mine.amount(), canary.source(), queries,
                new dev.plumbline.analysis.canary.BaselineEvidence(theirs.reading(), theirs.amount(), baseline.source()));
    }

    /** For all metrics, in their order. */
    static List<Evidence> evidence(List<MetricDefinition> metrics, List<MetricInputs> inputs) {
        var all = new ArrayList<Evidence>();
        for (int i = 0; i < inputs.size(); i++) {
            all.add(inputs.get(i).evidence(metrics.get(i)));
        }
        return all;
    }
}
