package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.MetricResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** An analysis as it is shown over HTTP: the gate's answer, the state, every metric, and what is still missing. Immutable. */
public final class AnalysisView {
    private final AnalysisNow now;
    private final GateAnswer.Judged answer;

    AnalysisView(AnalysisNow now, GateAnswer.Judged answer) {
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

    /** The word of what was found; the gate answers another one in a dry run or a freeze. */
    public String verdict() {
        return now.verdict().word();
    }

    /** What the gate answers from it; a freeze is not in it. */
    public GateAnswer.Judged answer() {
        return answer;
    }

    /** Whether somebody ended it without an answer. */
    public boolean canceled() {
        return now.record().state() == AnalysisRecord.State.CANCELED;
    }

    /** The share of its time that is over, in percent: 0 to 99 while it runs, 100 when it has ended. */
    public int percentComplete(long nowMillis) {
        AnalysisRecord.Subject s = now.record().subject();
        return ended() ? 100 : (int) Math.clamp(100 * (nowMillis - s.sinceMillis()) / Math.max(1, s.atMostMillis()), 0, 99);
    }

    /** As a JSON object. */
    public String json() {
        return JsonObject.write(this::members);
    }

    /** As a JSON object with each metric over time, for a page that shows it to people. */
    public String report() {
        return JsonObject.write(json -> {
            heading(json);
            AnalysisReport.write(now, json);
        });
    }

    /** Writes the members of the object. */
    public void members(JsonGenerator json) {
        heading(json);
        json.writeArrayPropertyStart("metrics");
        for (MetricResult m : now.judgement().results()) {
            Evidences.metric(json, m);
        }
        json.writeEndArray();
    }

    /** Writes the members that a list shows: all but the metrics, which are judged again for it. */
    public void heading(JsonGenerator json) {
        AnalysisRecord r = now.record();
        json.writeStringProperty("id", id());
        json.writeStringProperty("state", switch (r.state()) {
            case RUNNING -> "running";
            case JUDGED, DECIDED -> "ended";
            case CANCELED -> "canceled";
        });
        json.writeStringProperty("verdict", now.verdict().word());
        json.writeStringProperty("reason", now.verdict().reason());
        json.writeNumberProperty("score", r.score());
        AnalysisJson.key(json, r.subject().key());
        String stable = r.subject().values().get("stable");
        if (stable != null) {
            json.writeStringProperty("stable", stable);
        }
        PastReleases.name(json, r.subject().past());
        json.writeBooleanProperty("gate", r.subject().gate());
        if (r.subject().policy().dryRun()) {
            json.writeBooleanProperty("dry_run", true);
        }
        time(json, "since", r.subject().sinceMillis());
        time(json, "until", r.subject().sinceMillis() + r.subject().atMostMillis());
        r.decidedMillis().ifPresent(at -> time(json, "decided", at));
        if (r.isRunning()) {
            json.writeStringProperty("progress", now.verdict().reason());
        }
        people(json, r);
        late(json, r.late());
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

    /** Of this analysis alone, however long ago; {@code late_no_go} is of the whole release, while it answers. */
    private static void late(JsonGenerator json, AnalysisRecord.@Nullable Late late) {
        if (late != null) {
            json.writeObjectPropertyStart("late");
            time(json, "at", late.atMillis());
            json.writeStringProperty("reason", late.reason());
            json.writeEndObject();
        }
    }

    private static void time(JsonGenerator json, String name, long millis) {
        json.writeStringProperty(name, Instant.ofEpochMilli(millis).toString());
    }
}
