package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.PolicyText;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.daemon.config.canary.StageDefinition;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.parser.ParserOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** An analysis as the text that is kept of it, and back; see docs/formats/analyses.md. Equal records give equal texts. */
final class AnalysisJson {
    private AnalysisJson() {}

    static String write(AnalysisRecord r) {
        return JsonObject.write(json -> {
            subject(json, r.subject());
            json.writeStringProperty("state", r.state().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("verdict", r.verdict().word());
            json.writeStringProperty("reason", r.verdict().reason());
            json.writeNumberProperty("score", r.score());
            r.endedMillis().ifPresent(at -> json.writeNumberProperty("ended", at));
            decisions(json, r.decisions());
            AnalysisRecord.Late late = r.late();
            if (late != null) {
                json.writeObjectPropertyStart("late");
                json.writeNumberProperty("at", late.atMillis());
                json.writeStringProperty("reason", late.reason());
                json.writeEndObject();
            }
            json.writeArrayPropertyStart("told");
            new TreeSet<>(r.told()).forEach(json::writeString);
            json.writeEndArray();
            json.writeNumberProperty("measured", r.measuredMillis());
            inputs(json, r.inputs());
        });
    }

    static void subject(JsonGenerator json, AnalysisRecord.Subject s) {
        json.writeStringProperty("id", s.id());
        key(json, s.key());
        json.writeObjectPropertyStart("values");
        new TreeMap<>(s.values()).forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("judgedBy", PolicyText.of(s.policy()));
        json.writeStringProperty("stageName", s.stage().name());
        json.writeNumberProperty("since", s.sinceMillis());
        json.writeNumberProperty("atMost", s.atMostMillis());
        json.writeStringProperty("gate", Boolean.toString(s.gate()));
        PastReleases.write(json, s.past());
    }

    static void key(JsonGenerator json, AnalysisKey key) {
        json.writeStringProperty("namespace", key.namespace());
        json.writeStringProperty("service", key.service());
        json.writeStringProperty("version", key.version());
        json.writeStringProperty("revision", key.revision());
        json.writeStringProperty("stage", key.stage());
        json.writeStringProperty("policy", key.policy());
    }

    private static void decisions(JsonGenerator json, List<Decision> decisions) {
        json.writeArrayPropertyStart("decisions");
        for (Decision d : decisions) {
            json.writeStartObject();
            json.writeStringProperty("verdict", d.word());
            json.writeStringProperty("by", d.by());
            json.writeStringProperty("why", d.why());
            json.writeNumberProperty("at", d.atMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void inputs(JsonGenerator json, List<MetricInputs> inputs) {
        json.writeArrayPropertyStart("inputs");
        for (MetricInputs in : inputs) {
            json.writeStartObject();
            Measurements measurements = in.measurements();
            if (measurements != null) {
                MeasurementsJson.write(json, measurements);
                json.writeEndObject();
                continue;
            }
            arm(json, "canary", in.canary());
            ArmInputs baseline = in.baseline();
            if (baseline != null) {
                arm(json, "baseline", baseline);
            }
            ArmInputs history = in.history();
            if (history != null) {
                arm(json, "history", history);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Numbers as texts: they come back bit by bit, and infinity has one. */
    private static void arm(JsonGenerator json, String name, ArmInputs in) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("source", in.source());
        json.writeArrayPropertyStart("queries");
        in.queries().forEach(json::writeString);
        json.writeEndArray();
        Reading trouble = in.trouble();
        if (trouble != null) {
            trouble(json, trouble);
        }
        json.writeNumberProperty("end", in.endMillis());
        json.writeArrayPropertyStart("steps");
        in.steps().forEach(s -> json.writeString(text(s)));
        json.writeEndArray();
        SampledJson.write(json, in.sampled());
        json.writeObjectPropertyStart("buckets");
        in.buckets().forEach((bound, count) -> json.writeStringProperty(Double.toString(bound), Double.toString(count)));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String text(Step s) {
        String numbers = s.endMillis() + " " + s.spanMillis() + " " + s.amount() + " " + s.value();
        return s.buckets().isEmpty() ? numbers : numbers + s.buckets().entrySet().stream().map(e -> e.getKey() + ":" + e.getValue())
                .collect(Collectors.joining(",", " ", ""));
    }

    private static void trouble(JsonGenerator json, Reading trouble) {
        switch (trouble) {
            case Reading.Missing m -> json.writeStringProperty("missing", m.why());
            case Reading.Unreadable u -> json.writeStringProperty("unreadable", u.why());
            case Reading.Number n -> throw new IllegalStateException("a number is no trouble");
            case Reading.AtLeast n -> throw new IllegalStateException("a number is no trouble");
        }
    }

    /** @throws PlumblineException of kind INTERNAL when the text is not what we wrote */
    static AnalysisRecord read(String name, String text) {
        try {
            return record(JsonObject.read(name, text));
        } catch (RuntimeException e) {
            throw PlumblineException.internal("the document " + name + " is damaged: " + e.getMessage(), e);
        }
    }

    private static AnalysisRecord record(JsonObject o) {
        JsonObject late = o.object("late");
        return new AnalysisRecord(subject(o), o.whole("measured"), inputs(o),
                AnalysisRecord.State.valueOf(o.required("state").toUpperCase(Locale.ROOT)), verdict(o.required("verdict"), o.text("reason")),
                (int) o.whole("score"), o.has("ended") ? OptionalLong.of(o.whole("ended")) : OptionalLong.empty(),
                o.objects("decisions").stream().map(d -> new Decision(d.text("verdict"), d.text("by"), d.text("why"), d.whole("at"))).toList(),
                late == null ? null : new AnalysisRecord.Late(late.whole("at"), late.text("reason")), Set.copyOf(o.list("told")));
    }

    static Verdict verdict(String word, String reason) {
        return switch (word) {
            case "go" -> new Verdict.Go(reason);
            case "no-go" -> new Verdict.NoGo(reason);
            case "pending" -> new Verdict.Pending(reason);
            case "inconclusive" -> new Verdict.Inconclusive(reason);
            default -> throw new IllegalArgumentException("no verdict: " + word);
        };
    }

    static AnalysisRecord.Subject subject(JsonObject o) {
        var key = new AnalysisKey(o.text("namespace"), o.text("service"), o.text("version"), o.text("revision"), o.text("stage"), o.text("policy"));
        PolicyDefinition policy = policy(o.required("judgedBy"));
        StageDefinition stage = policy.stage(o.required("stageName")).orElseThrow();
        return new AnalysisRecord.Subject(o.required("id"), key, o.texts("values"), policy, stage, o.whole("since"), o.whole("atMost"),
                o.text("gate").equals("true"), PastReleases.read(o));
    }

    private static PolicyDefinition policy(String text) {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("policy", text)), new PromqlSyntax(ParserOptions.STABLE));
        if (!loaded.problems().isEmpty()) {
            throw new IllegalArgumentException(loaded.problems().toString());
        }
        return loaded.policies().all().getFirst();
    }

    static List<MetricInputs> inputs(JsonObject o) {
        var inputs = new ArrayList<MetricInputs>();
        for (JsonObject in : o.objects("inputs")) {
            Measurements measurements = MeasurementsJson.read(in);
            if (measurements != null) {
                inputs.add(MetricInputs.of(measurements));
                continue;
            }
            JsonObject baseline = in.object("baseline");
            JsonObject history = in.object("history");
            inputs.add(new MetricInputs(arm(in.object("canary")), baseline == null ? null : arm(baseline), history == null ? null : arm(history)));
        }
        return inputs;
    }

    private static ArmInputs arm(@Nullable JsonObject o) {
        if (o == null) {
            throw new IllegalArgumentException("inputs without an arm");
        }
        SortedMap<Double, Double> buckets = new TreeMap<>();
        o.texts("buckets").forEach((bound, count) -> buckets.put(Double.parseDouble(bound), Double.parseDouble(count)));
        Reading trouble = o.has("missing") ? new Reading.Missing(o.text("missing"))
                : o.has("unreadable") ? new Reading.Unreadable(o.text("unreadable")) : null;
        return new ArmInputs(o.text("source"), o.list("queries"), trouble, o.list("steps").stream().map(AnalysisJson::step).toList(),
                buckets, o.whole("end"), SampledJson.read(o));
    }

    private static Step step(String text) {
        String[] parts = text.split(" ", 5);
        SortedMap<Double, Double> buckets = new TreeMap<>();
        for (String bucket : parts.length < 5 ? new String[0] : parts[4].split(",", -1)) {
            int colon = bucket.indexOf(':');
            buckets.put(Double.parseDouble(bucket.substring(0, colon)), Double.parseDouble(bucket.substring(colon + 1)));
        }
        return new Step(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Double.parseDouble(parts[2]), Double.parseDouble(parts[3]), buckets);
    }
}
