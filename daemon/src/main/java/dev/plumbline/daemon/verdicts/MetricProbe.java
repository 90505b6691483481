package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Window;
import dev.plumbline.daemon.config.canary.MetricDefinition;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures one metric of one analysis: the canary, and the baseline where it is compared with. Owned by the thread that ticks. */
final class MetricProbe {
    private final ArmProbe canary;
    private final @Nullable ArmProbe baseline;

    MetricProbe(ArmProbe canary, @Nullable ArmProbe baseline) {
        this.canary = canary;
        this.baseline = baseline;
    }

    MetricInputs measure(MetricsSource source, Window window) {
        return new MetricInputs(canary.measure(source, window), baseline == null ? null : baseline.measure(source, window));
    }

    /**
     * All probes of an analysis in the order of its metrics.
     *
     * @param before what was measured before a restart; empty at the start
     */
    static List<MetricProbe> forAll(PolicyDefinition policy, Map<String, String> values, List<MetricInputs> before) {
        var arm = new ArmProbe.Arm(policy.canary().render(values), values, true);
        Template stable = policy.baseline();
        ArmProbe.Arm other = stable == null || !policy.comparesWithBaseline() ? null
                : new ArmProbe.Arm(stable.render(values), asStable(values), false);
        var probes = new ArrayList<MetricProbe>();
        for (int i = 0; i < policy.metrics().size(); i++) {
            MetricDefinition m = policy.metrics().get(i);
            MetricInputs known = i < before.size() ? before.get(i) : new MetricInputs(ArmInputs.NONE, null);
            ArmInputs theirs = known.baseline() == null ? ArmInputs.NONE : known.baseline();
            probes.add(new MetricProbe(new ArmProbe(m.measure(), arm, known.canary()),
                    other == null || m.criterion().margin() == null ? null : new ArmProbe(m.measure(), other, theirs)));
        }
        return probes;
    }

    /** A query of the user's own that names the version means the stable one when it is about the baseline. */
    private static Map<String, String> asStable(Map<String, String> values) {
        var stable = new HashMap<>(values);
        if (values.containsKey("stable")) {
            stable.put("version", String.valueOf(values.get("stable")));
        }
        return Map.copyOf(stable);
    }
}
