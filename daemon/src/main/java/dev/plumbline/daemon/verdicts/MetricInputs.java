package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import dev.plumbline.daemon.config.canary.MetricDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured for one metric.
 *
 * @param baseline where a margin asks for it
 * @param history how the stable version varied before the release, where the judge asks for it
 * @param measurements of a template's metric, in place of all others
 */
record MetricInputs(ArmInputs canary, @Nullable ArmInputs baseline, @Nullable ArmInputs history, @Nullable Measurements measurements) {
    static final MetricInputs NONE = new MetricInputs(ArmInputs.NONE, null, null);

    MetricInputs(ArmInputs canary, @Nullable ArmInputs baseline, @Nullable ArmInputs history) {
        this(canary, baseline, history, null);
    }

    static MetricInputs of(Measurements measurements) {
        return new MetricInputs(ArmInputs.NONE, null, null, measurements);
    }

    /**
     * How both arms stand to each other.
     *
     * @param weight that the stage orders for the canary, in percent; 0 where it orders none
     * @param absence why there is nothing to compare with; empty when there is
     */
    record Comparison(int weight, String absence) {
        double share(JudgeMethod method) {
            boolean ordered = method instanceof JudgeMethod.Sequential s && s.splitByWeight() && weight > 0 && weight < 100;
            return ordered ? weight / 100.0 : Double.NaN;
        }
    }

    /** What the judge is given. */
    Evidence evidence(MetricDefinition metric, JudgeMethod method, Comparison comparison) {
        Readings.Result mine = Readings.of(metric.measure(), canary, method.wantsTrails());
        var queries = new ArrayList<>(canary.queries());
        BaselineEvidence other = null;
        if (baseline != null) {
            queries.addAll(baseline.queries());
            Readings.Result theirs = Readings.of(metric.measure(), baseline, method.wantsTrails());
            other = new BaselineEvidence(theirs.reading(), theirs.amount(), baseline.source());
        } else if (metric.isCompared() && !comparison.absence.isEmpty()) {
            other = new BaselineEvidence(new Reading.Missing(comparison.absence), 0, "");
        }
        return new Evidence(metric.criterion().name(), mine.reading(), mine.amount(), canary.source(), queries, other,
                method.wantsTrails() ? Trails.of(metric.measure(), this, comparison.share(method)) : null);
    }
}
