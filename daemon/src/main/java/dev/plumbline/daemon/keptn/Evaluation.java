package dev.plumbline.daemon.keptn;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.keptn.Criteria;
import dev.plumbline.analysis.keptn.KeptnResult;
import dev.plumbline.analysis.keptn.ObjectiveResult;
import dev.plumbline.analysis.keptn.PastRelease;
import dev.plumbline.analysis.keptn.RelativeCriterion;
import dev.plumbline.daemon.verdicts.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/**
 * What came of a request, in the shape of the data of Keptn's event {@code sh.keptn.event.evaluation.finished}, with the verdict beside it.
 *
 * @param readings by indicator
 * @param past what it was compared with, the latest one first
 */
record Evaluation(String id, EvaluationRequest request, Map<String, Reading> readings, List<PastRelease> past, KeptnResult result) {

    String json() {
        return JsonObject.write(this::members);
    }

    private void members(JsonGenerator json) {
        String word = KeptnStore.word(result.total().grade());
        var verdict = result.verdict(true);
        json.writeStringProperty("id", id);
        json.writeStringProperty("project", request.subject().project());
        json.writeStringProperty("stage", request.subject().stage());
        json.writeStringProperty("service", request.subject().service());
        json.writeObjectPropertyStart("labels");
        new TreeMap<>(request.labels()).forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty("status", "succeeded");
        json.writeStringProperty("result", word);
        json.writeStringProperty("message", verdict.reason());
        json.writeStringProperty("verdict", verdict.word());
        json.writeObjectPropertyStart("evaluation");
        json.writeStringProperty("timeStart", Instant.ofEpochMilli(request.startMillis()).toString());
        json.writeStringProperty("timeEnd", Instant.ofEpochMilli(request.endMillis()).toString());
        json.writeStringProperty("result", word);
        json.writeNumberProperty("score", result.total().percent());
        json.writeStringProperty("sloFileContent", Base64.getEncoder().encodeToString(request.slo().text().getBytes(StandardCharsets.UTF_8)));
        json.writeArrayPropertyStart("indicatorResults");
        result.results().forEach(r -> indicator(json, r));
        json.writeEndArray();
        json.writeArrayPropertyStart("comparedEvents");
        past.forEach(p -> json.writeString(p.version()));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void indicator(JsonGenerator json, ObjectiveResult r) {
        String sli = r.objective().sli();
        OptionalDouble before = request.slo().levels().comparison().value(sli, past);
        Reading reading = readings.getOrDefault(sli, new Reading.Unreadable("not looked up"));
        json.writeStartObject();
        json.writeNumberProperty("score", r.score());
        value(json, sli, reading, before, r.reason());
        json.writeStringProperty("displayName", request.slo().displayNames().getOrDefault(sli, ""));
        targets(json, "passTargets", r.objective().pass(), reading, before);
        targets(json, "warningTargets", r.objective().warning(), reading, before);
        json.writeBooleanProperty("keySli", r.objective().key());
        json.writeStringProperty("status", switch (r.outcome()) {
            case PASS -> "pass";
            case WARNING -> "warning";
            case FAIL, UNKNOWN -> "fail";
            case INFORMATION -> "info";
        });
        json.writeEndObject();
    }

    private void value(JsonGenerator json, String sli, Reading reading, OptionalDouble before, String reason) {
        json.writeObjectPropertyStart("value");
        json.writeStringProperty("metric", sli);
        json.writeNumberProperty("value", reading instanceof Reading.Number n ? n.value() : 0);
        before.ifPresent(b -> json.writeNumberProperty("comparedValue", b));
        json.writeBooleanProperty("success", reading instanceof Reading.Number);
        json.writeStringProperty("message", reason);
        json.writeStringProperty("query", request.queries().getOrDefault(sli, ""));
        json.writeEndObject();
    }

    private static void targets(JsonGenerator json, String name, Criteria criteria, Reading reading, OptionalDouble before) {
        json.writeArrayPropertyStart(name);
        for (List<RelativeCriterion> set : criteria.sets()) {
            for (RelativeCriterion c : set) {
                json.writeStartObject();
                json.writeStringProperty("criteria", c.toString());
                c.target(before).ifPresent(t -> json.writeNumberProperty("targetValue", t));
                json.writeBooleanProperty("violated", !(reading instanceof Reading.Number n && c.holds(n.value(), before)));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }
}
