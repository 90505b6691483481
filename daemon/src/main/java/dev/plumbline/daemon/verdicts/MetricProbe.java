package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Window;
import dev.plumbline.daemon.config.canary.Measure;
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
    private final Probe canary;
    private final @Nullable Probe baseline;
    private final @Nullable HistoryProbe history;

    MetricProbe(Probe canary, @Nullable Probe baseline, @Nullable HistoryProbe history) {
        this.canary = canary;
        this.baseline = baseline;
        this.history = history;
    }

    MetricInputs measure(MetricsSource source, Window window) {
        return new MetricInputs(canary.measure(source, window), baseline == null ? null : baseline.measure(source, window),
                history == null ? null : history.inputs());
    }

    /** Reads on for all of them. @return whether all of it is read */
    static boolean readHistory(List<MetricProbe> probes, MetricsSource source) {
        return probes.stream().filter(p -> !p.readHistory(source)).count() == 0;
    }

    /** Reads on in the time before the release. @return whether all of it is read */
    boolean readHistory(MetricsSource source) {
        if (history == null) {
            return true;
        }
        history.read(source);
        return history.isRead();
    }

    /**
     * What is measured.
     *
     * @param values for the placeholders of the policy
     * @param beforeMillis when the release began, ms since the epoch
     * @param atMostMillis how long is measured at most
     */
    record Subject(PolicyDefinition policy, Map<String, String> values, long beforeMillis, long atMostMillis) {
        private ArmProbe.Arm canary(String matcher, ArmProbe.@Nullable Arm other) {
            return new ArmProbe.Arm(Selectors.and(policy.canary().render(values), matcher), values, true, trailed(), other == null ? "" : other.selector());
        }

        private ArmProbe.@Nullable Arm stable(String matcher) {
            Template stable = policy.baseline();
            return stable == null || !policy.comparesWithBaseline() || StableVersion.wanted(policy, values).isPresent() ? null
                    : new ArmProbe.Arm(Selectors.and(stable.render(values), matcher), asStable(values), false, trailed(), "");
        }

        private MetricProbe sampling(Measure.Samples samples, boolean compared, MetricInputs known) {
            long step = policy.judge().intervalMillis(atMostMillis);
            return new MetricProbe(new SeriesProbe(samples.canary().render(values), step, known.canary()),
                    compared ? new SeriesProbe(samples.baseline().render(values), step, known(known.baseline())) : null, null);
        }

        private boolean trailed() {
            return policy.judge().method().wantsTrails();
        }
    }

    /**
     * All probes of an analysis in the order of its metrics.
     *
     * @param before what was measured before a restart; empty at the start
     */
    static List<MetricProbe> forAll(Subject subject, List<MetricInputs> before) {
        List<MetricDefinition> metrics = subject.policy.judged();
        var probes = new ArrayList<MetricProbe>();
        for (int i = 0; i < metrics.size(); i++) {
            MetricInputs known = i < before.size() ? before.get(i) : MetricInputs.NONE;
            Measure measure = metrics.get(i).measure();
            ArmProbe.Arm other = subject.stable(metrics.get(i).matcher());
            boolean compared = metrics.get(i).isCompared();
            if (measure instanceof Measure.Samples samples) {
                probes.add(subject.sampling(samples, other != null, known));
                continue;
            }
            ArmProbe.Arm arm = subject.canary(metrics.get(i).matcher(), other);
            probes.add(new MetricProbe(new ArmProbe(measure, arm, known.canary()),
                    other == null || !compared ? null : new ArmProbe(measure, other, known(known.baseline())),
                    other == null || !other.trailed() || !isOfEvents(measure) ? null : history(subject, new ArmProbe(measure, other, known(known.history())),
                            known(known.history()))));
        }
        return probes;
    }

    private static ArmInputs known(@Nullable ArmInputs inputs) {
        return inputs == null ? ArmInputs.NONE : inputs;
    }

    private static HistoryProbe history(Subject subject, ArmProbe probe, ArmInputs before) {
        long interval = subject.policy.judge().intervalMillis(subject.atMostMillis);
        return new HistoryProbe(probe, new HistoryProbe.Span(subject.beforeMillis, interval), before);
    }

    /** Whether it counts events among requests, whose variation matters. */
    private static boolean isOfEvents(Measure measure) {
        return switch (measure) {
            case Measure.ErrorRate e -> true;
            case Measure.TraceErrors t -> true;
            case Measure.LogErrors l -> true;
            case Measure.LogPatterns l -> true;
            case Measure.Latency l -> true;
            case Measure.Traffic t -> false;
            case Measure.Saturation s -> false;
            case Measure.Query q -> false;
            case Measure.Samples s -> false;
        };
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
