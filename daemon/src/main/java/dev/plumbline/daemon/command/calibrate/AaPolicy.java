package dev.plumbline.daemon.command.calibrate;

import com.google.re2j.Pattern;
import dev.plumbline.analysis.calibration.Arms;
import dev.plumbline.analysis.calibration.MarginScale;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.daemon.command.backtest.CandidatePolicy;
import dev.plumbline.daemon.command.backtest.PolicySpec;
import dev.plumbline.daemon.command.backtest.Release;
import dev.plumbline.daemon.config.canary.JudgeMethod;
import dev.plumbline.daemon.config.canary.Measure;
import dev.plumbline.daemon.config.canary.MetricDefinition;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.StageDefinition;
import dev.plumbline.daemon.config.canary.Template;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.model.Quoting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A policy turned upon the stable version: one arm of it in the place of the canary, the other in that of the baseline. */
final class AaPolicy {
    private static final Set<String> MEASURED_KEYS = Set.of("name", "signal", "quantile", "resource", "query", "direction");
    /** A plain number is in base units: no difference is as large. */
    private static final String NO_MARGIN = "1e15";
    private static final int HALF = 50;
    private static final long LAST_MILLIS = 1_000;
    private final PolicyDefinition policy;
    private final Release.Subject subject;
    private final StageDefinition stage;
    private final String selector;
    private final PolicySpec spec;

    /**
     * A metric that is compared.
     *
     * @param splits whether the arms are measured apart: not where a query says itself what it selects
     */
    record Compared(String name, Margin margin, MarginScale scale, boolean splits) {}

    /**
     * Takes the policy's stage, and the baseline's selector, or the canary's where there is none.
     *
     * @param subject both its version and its stable one are the version in question
     * @throws PlumblineException of kind USER when there is no such stage, or a value is missing that the policy needs
     */
    AaPolicy(CandidatePolicy candidate, Release.Subject subject) {
        policy = candidate.policy();
        this.subject = subject;
        stage = policy.stage(subject.stage()).orElseThrow(() -> PlumblineException.user("policy \"" + policy.name() + "\" has no stage \""
                + subject.stage() + "\"; it has " + policy.stageNames()));
        Template stable = policy.baseline();
        selector = rendered(stable == null ? policy.canary() : stable);
        // Each arm has half of the requests; a judge that compares the split with the weight has to know.
        spec = splittable(candidate).spec().onlyStage(stage.name(), HALF);
    }

    /** Where a canary configuration says itself what is the canary's, the arms are told apart by the policy's selectors beside it. */
    private static CandidatePolicy splittable(CandidatePolicy candidate) {
        PolicyDefinition policy = candidate.policy();
        return policy.judge().method() instanceof JudgeMethod.Kayenta k
                ? new CandidatePolicy(candidate.label(), candidate.file(), policy.judgedAs(policy.judge().by(k.narrowed()))) : candidate;
    }

    private String rendered(Template template) {
        var values = new HashMap<String, String>();
        values.put("service", subject.service());
        values.put("version", subject.version());
        values.put("stable", subject.version());
        values.put("stage", stage.name());
        values.put("namespace", subject.namespace());
        values.put("revision", subject.revision());
        values.values().removeIf(String::isEmpty);
        policy.args().forEach((name, value) -> values.put("args." + name, value));
        try {
            return template.render(values);
        } catch (IllegalArgumentException e) {
            throw PlumblineException.user("policy \"" + policy.name() + "\": " + e.getMessage() + "; give it as an option");
        }
    }

    Release.Subject subject() {
        return subject;
    }

    String selector() {
        return selector;
    }

    StageDefinition stage() {
        return stage;
    }

    /** The metrics with a margin. */
    List<Compared> compared() {
        return policy.metrics().stream().filter(m -> policy.baseline() != null && m.criterion().margin() != null).map(AaPolicy::compared).toList();
    }

    private static Compared compared(MetricDefinition metric) {
        Margin margin = metric.criterion().margin();
        if (margin == null) {
            throw new IllegalArgumentException("metric " + metric.criterion().name() + " has no margin");
        }
        return new Compared(metric.criterion().name(), margin, MarginScale.of(margin), splits(metric));
    }

    private static boolean splits(MetricDefinition metric) {
        return !(metric.measure() instanceof Measure.Query q) || q.template().names().contains("selector");
    }

    /** The metric of the policy that a judged one is: where each region is judged by itself, {@code errors[eu]} is {@code errors}. */
    String metricOf(String judged) {
        int bracket = judged.lastIndexOf('[');
        return policy.each() == null || bracket <= 0 ? judged : judged.substring(0, bracket);
    }

    /** All metrics whose arms cannot be told apart. */
    List<String> unsplit() {
        return policy.metrics().stream().filter(m -> !splits(m)).map(m -> m.criterion().name()).toList();
    }

    /** The policy as it is, upon two arms. */
    PolicySpec upon(Arms arms, String label) {
        PolicySpec canary = spec.with("canary", and(arms.first(), label));
        return policy.baseline() == null ? canary : canary.with("baseline", and(arms.second(), label));
    }

    /** The same with other margins. */
    PolicySpec upon(Arms arms, String label, Map<String, String> margins) {
        Map<String, String> written = compared().stream().collect(Collectors.toMap(Compared::name, c -> c.margin().written()));
        return upon(arms, label).metricsWith("margin", name -> margins.getOrDefault(name, written.get(name)));
    }

    /** Only the comparisons that split, with nothing that could end them before the window does: what is measured is the whole of it. */
    PolicySpec measuring(Arms arms, String label) {
        Set<String> names = compared().stream().filter(Compared::splits).map(Compared::name).collect(Collectors.toSet());
        long warmUp = policy.judge().warmUpMillis();
        long rest = stage.atMostMillis() - warmUp;
        var judge = Map.of("method", "thresholds", "min_requests", "1", "min_points", "1", "warm_up", Durations.format(warmUp), "min_window",
                Durations.format(rest - Math.min(LAST_MILLIS, rest / 2)), "interval", Durations.format(policy.judge().intervalMillis(stage.atMostMillis())));
        return upon(arms, label).without("groups").onlyMetrics(names).onlyMetricKeys(MEASURED_KEYS).metricsWith("margin", name -> NO_MARGIN)
                .with("judge", judge);
    }

    private String and(List<String> instances, String label) {
        String alternatives = instances.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        String inner = selector.strip().substring(1, selector.strip().length() - 1).strip();
        String comma = inner.isEmpty() || inner.endsWith(",") ? "" : ",";
        return "{" + inner + comma + label + "=~" + Quoting.quote(alternatives) + "}";
    }
}
