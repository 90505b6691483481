package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictMessage.Purpose;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Kind;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.daemon.notifiers.VerdictReport.Picture;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import tools.jackson.core.JsonGenerator;

/** What stands in a queue's document about verdicts; see docs/formats/alerting-documents.md. */
final class VerdictDocuments {
    private VerdictDocuments() {}

    static void write(JsonGenerator json, VerdictLog log) {
        json.writeArrayPropertyStart("ended");
        log.ended().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("incidents");
        for (VerdictLog.Incident incident : log.incidents()) {
            json.writeStartObject();
            json.writeStringProperty("key", incident.key());
            json.writeStringProperty("version", incident.version());
            json.writeStringProperty("revision", incident.revision());
            json.writeNumberProperty("since", incident.sinceMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static VerdictLog log(JsonText json) {
        var log = new VerdictLog();
        json.texts("ended").forEach(log::end);
        json.objects("incidents").forEach(i -> log.open(
                new VerdictLog.Incident(i.text("key"), i.text("version"), i.text("revision"), i.number("since"))));
        return log;
    }

    static void write(JsonGenerator json, VerdictMessage message) {
        VerdictReport report = message.report();
        json.writeStringProperty("purpose", message.purpose().name());
        json.writeObjectPropertyStart("verdict");
        json.writeStringProperty("id", report.id());
        json.writeStringProperty("kind", report.kind().name());
        json.writeStringProperty("outcome", report.outcome().name());
        write(json, report.subject());
        json.writeStringProperty("reason", report.reason());
        json.writeNumberProperty("score", report.score());
        json.writeStringProperty("analysis", report.analysis());
        json.writeStringProperty("by", report.by());
        json.writeStringProperty("reportUrl", report.reportUrl());
        if (!report.picture().url().isEmpty()) {
            json.writeStringProperty("pictureUrl", report.picture().url());
            json.writeStringProperty("pictureCaption", report.picture().caption());
        }
        json.writeNumberProperty("time", report.timeMillis());
        json.writeArrayPropertyStart("metrics");
        for (Metric metric : report.metrics()) {
            json.writeStartObject();
            json.writeStringProperty("name", metric.name());
            json.writeStringProperty("outcome", metric.outcome());
            json.writeStringProperty("reason", metric.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Subject subject) {
        json.writeStringProperty("namespace", subject.namespace());
        json.writeStringProperty("service", subject.service());
        json.writeStringProperty("version", subject.version());
        json.writeStringProperty("revision", subject.revision());
        json.writeStringProperty("stage", subject.stage());
        json.writeStringProperty("policy", subject.policy());
    }

    /** The message {@code json} for a receiver, whose verdict is {@code verdict}. */
    static VerdictMessage message(String receiver, JsonText json, JsonText verdict) {
        return new VerdictMessage(json.text("key"), json.text("id"), receiver, report(verdict), Purpose.valueOf(json.text("purpose")),
                json.number("createdAt"));
    }

    private static Picture picture(JsonText json) {
        return json.has("pictureUrl") ? new Picture(json.text("pictureUrl"), json.text("pictureCaption")) : Picture.NONE;
    }

    private static VerdictReport report(JsonText json) {
        var subject = new Subject(json.text("namespace"), json.text("service"), json.text("version"), json.text("revision"),
                json.text("stage"), json.text("policy"));
        var metrics = json.objects("metrics").stream()
                .map(m -> new Metric(m.text("name"), m.text("outcome"), m.text("reason"))).toList();
        return new VerdictReport(json.text("id"), Kind.valueOf(json.text("kind")), Outcome.valueOf(json.text("outcome")), subject,
                json.text("reason"), (int) json.number("score"), metrics, json.text("analysis"), json.text("by"),
                json.text("reportUrl"), picture(json), json.number("time"));
    }
}
