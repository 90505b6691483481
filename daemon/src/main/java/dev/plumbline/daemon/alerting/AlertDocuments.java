package dev.plumbline.daemon.alerting;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.model.Labels;
import java.util.Map;

/** Alerts and groups as documents; see docs/formats/alerting-documents.md. */
final class AlertDocuments {
    private static final long MAX_BELIEF_MILLIS = 3_600_000;
    /** How long after a restart the end of an alert waits for its rule to say that it fires again, which may not have been kept. */
    private static final long RETELL_MILLIS = 60_000;
    private static final int MAX_KEYWORD = 8_191;

    private AlertDocuments() {}

    /** When a group that was kept is flushed next, and whether it ever was. */
    record KeptGroup(String id, long nextFlushMillis, boolean flushed) {}

    static Document render(AlertEntry entry) {
        Alert alert = entry.alert;
        Map<String, FieldValue> fields = Map.of(
                "alertname", keyword(alert.labels().get("alertname")),
                "state", new FieldValue.Keyword(entry.ended ? "resolved" : "firing"));
        return Document.of(Draft.ALERT, entry.fingerprint, alert.updatedAtMillis(), fields, JsonText.write(json -> {
            JsonText.labels(json, "labels", alert.labels());
            JsonText.labels(json, "annotations", alert.annotations());
            json.writeNumberProperty("startsAt", alert.startsAtMillis());
            json.writeNumberProperty("endsAt", alert.endsAtMillis());
            json.writeNumberProperty("updatedAt", alert.updatedAtMillis());
            json.writeBooleanProperty("timeout", alert.timeout());
            json.writeBooleanProperty("ended", entry.ended);
            json.writeStringProperty("generatorUrl", alert.generatorUrl());
        }));
    }

    private static FieldValue.Keyword keyword(String text) {
        return new FieldValue.Keyword(text.length() > MAX_KEYWORD ? text.substring(0, MAX_KEYWORD) : text);
    }

    /**
     * An alert as it was kept. One that fires is believed for as long again as it was when it was kept, at most for an hour:
     * nobody could tell us more while we were away, and each hearing that only prolongs the belief is not kept.
     */
    static AlertEntry readAlert(Document document, Core core) {
        JsonText json = JsonText.read(Draft.ALERT + "/" + document.id(), document.body());
        long now = core.clock().wallMillis();
        long end = json.number("endsAt");
        long updated = json.number("updatedAt");
        boolean ended = json.flag("ended");
        long belief = Math.max(0, end - updated);
        long left = ended ? 0 : Math.max(Math.min(end - now, belief), Math.min(belief, MAX_BELIEF_MILLIS));
        Labels labels = json.labels("labels");
        var alert = new Alert(labels, json.labels("annotations"), json.number("startsAt"), ended ? end : now + left, updated,
                json.flag("timeout"), json.text("generatorUrl"));
        var entry = new AlertEntry(alert, document.id(), core.nanosIn(RETELL_MILLIS));
        entry.ended = ended;
        entry.expiresNanos = core.nanosIn(left);
        entry.idleNanos = core.clock().monotonicNanos();
        return entry;
    }

    static Document render(Group group, Core core) {
        Map<String, FieldValue> fields = Map.of("receiver", keyword(group.route.receiver()));
        long next = core.wallAt(group.nextFlushNanos);
        return Document.of(Draft.GROUP, group.id, core.clock().wallMillis(), fields, JsonText.write(json -> {
            json.writeStringProperty("groupKey", group.key);
            json.writeStringProperty("receiver", group.route.receiver());
            JsonText.labels(json, "labels", group.labels);
            json.writeNumberProperty("nextFlush", next);
            json.writeBooleanProperty("flushed", group.flushed);
        }));
    }

    static KeptGroup readGroup(Document document) {
        JsonText json = JsonText.read(Draft.GROUP + "/" + document.id(), document.body());
        return new KeptGroup(document.id(), json.number("nextFlush"), json.flag("flushed"));
    }
}
