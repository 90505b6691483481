package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Grouping;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.daemon.config.yaml.Durations;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A policy as the text of a canary file that means the same, with every default written out: what analyses keep, so that they
 * go on with the policy they began with and can be judged again. JSON, which every reader of YAML reads.
 */
public final class PolicyText {
    private static final JsonFactory JSON = new JsonFactory();
    private final JsonGenerator out;

    private PolicyText(JsonGenerator out) {
        this.out = out;
    }

    /** Equal policies give equal texts. */
    public static String of(PolicyDefinition policy) {
        if (policy.judge().method() instanceof JudgeMethod.Argo argo) {
            return argo.template().text();
        }
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("policies");
            new PolicyText(json).policy(policy);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private void policy(PolicyDefinition p) {
        out.writeStartObject();
        out.writeStringProperty("name", p.name());
        out.writeObjectPropertyStart("match");
        given("namespace", p.match().namespace());
        given("service", p.match().service());
        out.writeEndObject();
        out.writeStringProperty("canary", p.canary().toString());
        given("baseline", p.baseline() == null ? "" : p.baseline().toString());
        out.writeArrayPropertyStart("stages");
        p.stages().forEach(this::stage);
        out.writeEndArray();
        if (!(p.judge().method() instanceof JudgeMethod.Kayenta)) {
            out.writeArrayPropertyStart("metrics");
            p.metrics().forEach(m -> metric(m, p.judge().method()));
            out.writeEndArray();
        }
        each(p.each());
        groups(p.groups());
        judge(p.judge());
        if (p.dryRun()) {
            out.writeStringProperty("dry_run", "true");
        }
        out.writeStringProperty("decision_valid_for", Durations.format(p.decisionValidForMillis()));
        out.writeObjectPropertyStart("args");
        new TreeMap<>(p.args()).forEach(out::writeStringProperty);
        out.writeEndObject();
        reactions(p.reactions());
        out.writeEndObject();
    }

    private void given(String key, String value) {
        if (!value.isEmpty()) {
            out.writeStringProperty(key, value);
        }
    }

    private void stage(StageDefinition stage) {
        out.writeStartObject();
        out.writeStringProperty("name", stage.name());
        out.writeStringProperty("weight", Integer.toString(stage.weight()));
        out.writeStringProperty("at_most", Durations.format(stage.atMostMillis()));
        out.writeEndObject();
    }

    private void metric(MetricDefinition metric, JudgeMethod method) {
        Criterion c = metric.criterion();
        out.writeStartObject();
        out.writeStringProperty("name", c.name());
        measure(metric.measure());
        limit("fail_above", c.failAbove());
        limit("fail_below", c.failBelow());
        if (c.margin() != null) {
            out.writeStringProperty("margin", c.margin().written());
            out.writeStringProperty("direction", word(c.margin().direction()));
        }
        if (method instanceof JudgeMethod.Keptn keptn) {
            new ObjectivesText(keptn, out).metric(c.name());
        } else {
            out.writeStringProperty("critical", Boolean.toString(c.critical()));
        }
        out.writeStringProperty("no_data", word(c.noData()));
        if (metric.muted()) {
            out.writeStringProperty("muted", "true");
        }
        out.writeEndObject();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void limit(String key, @Nullable Quantity limit) {
        if (limit != null) {
            out.writeStringProperty(key, limit.toString());
        }
    }

    private void measure(Measure measure) {
        switch (measure) {
            case Measure.ErrorRate e -> out.writeStringProperty("signal", "error_rate");
            case Measure.Latency l -> {
                out.writeStringProperty("signal", "latency");
                out.writeStringProperty("quantile", Double.toString(l.quantile()));
            }
            case Measure.Traffic t -> out.writeStringProperty("signal", "traffic");
            case Measure.Saturation s -> {
                out.writeStringProperty("signal", "saturation");
                out.writeStringProperty("resource", word(s.resource()));
            }
            case Measure.TraceErrors t -> out.writeStringProperty("signal", "trace_errors");
            case Measure.LogErrors l -> out.writeStringProperty("signal", "log_errors");
            case Measure.LogPatterns l -> out.writeStringProperty("signal", "log_patterns");
            case Measure.Query q -> out.writeStringProperty("query", q.template().toString());
            case Measure.Samples s -> throw new IllegalStateException("a canary configuration's metric is written with the configuration");
        }
    }

    private void each(@Nullable Each each) {
        if (each == null) {
            return;
        }
        out.writeObjectPropertyStart("each");
        out.writeStringProperty("label", each.label());
        out.writeArrayPropertyStart("values");
        each.values().forEach(out::writeString);
        out.writeEndArray();
        out.writeStringProperty("quorum", Integer.toString(each.quorum()));
        out.writeEndObject();
    }

    private void groups(List<Grouping.Group> groups) {
        if (groups.isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart("groups");
        for (Grouping.Group g : groups) {
            out.writeStartObject();
            out.writeArrayPropertyStart(g.rule() == Grouping.Rule.ANY ? "any_of" : "all_of");
            g.metrics().forEach(out::writeString);
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void judge(JudgeSettings judge) {
        out.writeObjectPropertyStart("judge");
        out.writeStringProperty("method", judge.method().word());
        if (judge.method() instanceof JudgeMethod.Sequential s) {
            out.writeStringProperty("alpha", Double.toString(s.alpha()));
            out.writeStringProperty("split", s.splitByWeight() ? "weight" : "any");
        } else if (judge.method() instanceof JudgeMethod.Keptn keptn) {
            new ObjectivesText(keptn, out).judge();
        }
        if (judge.method() instanceof JudgeMethod.Kayenta k) {
            kayenta(k);
        } else {
            out.writeStringProperty("min_requests", Long.toString(judge.minRequests()));
            out.writeStringProperty("min_points", Long.toString(judge.minPoints()));
            out.writeStringProperty("min_window", Durations.format(judge.minWindowMillis()));
        }
        out.writeStringProperty("warm_up", Durations.format(judge.warmUpMillis()));
        if (judge.givenIntervalMillis() > 0) {
            out.writeStringProperty("interval", Durations.format(judge.givenIntervalMillis()));
        }
        out.writeEndObject();
    }

    /** With the configuration itself, so that no file is needed to read it again. */
    private void kayenta(JudgeMethod.Kayenta k) {
        out.writeStringProperty("config", k.configuration().json());
        out.writeStringProperty("mode", word(k.mode()));
        out.writeStringProperty("pass", Double.toString(k.thresholds().pass()));
        out.writeStringProperty("marginal", Double.toString(k.thresholds().marginal()));
        if (k.everyMillis() > 0) {
            out.writeStringProperty("analysis_interval", Durations.format(k.everyMillis()));
        }
        out.writeStringProperty("selectors", k.selectorsAdded() ? "added" : "missing");
    }

    private void reactions(Reactions reactions) {
        RolloutTarget target = reactions.target();
        if (target != null) {
            out.writeObjectPropertyStart("rollout");
            out.writeStringProperty("kind", target.kind());
            given("namespace", target.namespace());
            given("name", target.name());
            out.writeEndObject();
        }
        out.writeObjectPropertyStart("on");
        reaction("go", reactions.go());
        reaction("no_go", reactions.noGo());
        reaction("inconclusive", reactions.inconclusive());
        out.writeEndObject();
    }

    private void reaction(String verdict, Reaction reaction) {
        out.writeObjectPropertyStart(verdict);
        if (reaction.rollout() != RolloutAction.NONE) {
            out.writeStringProperty("rollout", reaction.rollout().word());
        }
        out.writeArrayPropertyStart("notify");
        reaction.receivers().forEach(out::writeString);
        out.writeEndArray();
        out.writeEndObject();
    }
}
