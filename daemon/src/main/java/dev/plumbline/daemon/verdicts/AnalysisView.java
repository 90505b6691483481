package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.MetricResult;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/** An analysis as it is shown over HTTP: the gate's answer, the state, every metric, and what is still missing. Immutable. */
public final class AnalysisView {
    private final Analysis.Now now;
    private final GateAnswer.Judged answer;

    AnalysisView(Analysis.Now now, GateAnswer.Judged answer) {
        this.now = now;
        this.answer = answer;
    }

    public String id() {
        return now.record().subject().id();
    }

    /** Whether nothing will change any more but what is seen late. */
    public boolean ended() {
        return !now.record().isRunning();
    }

    /** The verdict's word. */
    public String verdict() {
        return answer.verdict().word();
    }

    /** As a JSON object. */
    public String json() {
        return JsonObject.write(this::members);
    }

    /** Writes the members of the object. */
    public void members(JsonGenerator json) {
        AnalysisRecord r = now.record();
        json.writeStringProperty("id", id());
        json.writeStringProperty("state", switch (r.state()) {
            case RUNNING -> "running";
            case JUDGED, DECIDED -> "ended";
            case CANCELED -> "canceled";
        });
        json.writeStringProperty("verdict", answer.verdict().word());
        json.writeStringProperty("reason", answer.verdict().reason());
        json.writeNumberProperty("score", r.score());
        AnalysisJson.key(json, r.subject().key());
        json.writeBooleanProperty("gate", r.subject().gate());
        time(json, "since", r.subject().sinceMillis());
        time(json, "until", r.subject().sinceMillis() + r.subject().atMostMillis());
        r.decidedMillis().ifPresent(at -> time(json, "decided", at));
        if (r.isRunning()) {
            json.writeStringProperty("progress", answer.verdict().reason());
        }
        json.writeArrayPropertyStart("metrics");
        for (MetricResult m : now.judgement().results()) {
            Evidences.metric(json, m);
        }
        json.writeEndArray();
        people(json, r);
        if (answer.lateNoGo() != null) {
            json.writeStringProperty("late_no_go", answer.lateNoGo());
        }
        if (answer.reportUrl() != null) {
            json.writeStringProperty("reportUrl", answer.reportUrl());
        }
    }

    private static void people(JsonGenerator json, AnalysisRecord r) {
        json.writeArrayPropertyStart("decisions");
        for (Decision d : r.decisions()) {
            json.writeStartObject();
            json.writeStringProperty("verdict", d.word());
            json.writeStringProperty("by", d.by());
            json.writeStringProperty("why", d.why());
            time(json, "at", d.atMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void time(JsonGenerator json, String name, long millis) {
        json.writeStringProperty(name, Instant.ofEpochMilli(millis).toString());
    }
}
