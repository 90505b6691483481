package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Queues as documents of the kind {@code delivery}; see docs/formats/alerting-documents.md. */
final class DeliveryDocuments {
    /** 1, which documents without the field have, knew no verdicts. */
    private static final int FORMAT = 2;
    private static final int MAX_MESSAGE_BYTES = 6 << 20;
    private static final int MAX_ATTEMPTS = 1_000_000_000;
    private final Core core;

    DeliveryDocuments(Core core) {
        this.core = core;
    }

    /** What a queue is kept as, or null when there is nothing to keep. */
    @Nullable Document render(Queue queue) {
        if (queue.waiting.isEmpty() && queue.told == null) {
            return null;
        }
        boolean waits = !queue.waiting.isEmpty();
        long oldest = waits ? queue.waiting.getFirst().message().createdAtMillis() : Long.MAX_VALUE;
        long time = waits ? oldest : queue.told == null ? 0 : queue.told.timeMillis();
        Map<String, FieldValue> fields = Map.of("receiver", new FieldValue.Keyword(queue.identity.receiver()),
                "integration", new FieldValue.Keyword(queue.identity.kind()),
                "state", new FieldValue.Keyword(waits ? "waiting" : "idle"),
                "oldest", new FieldValue.Whole(oldest));
        return Document.of(Draft.DELIVERY, queue.id, time, fields, JsonText.write(json -> write(json, queue)));
    }

    private void write(JsonGenerator json, Queue queue) {
        json.writeNumberProperty("format", FORMAT);
        json.writeStringProperty("groupKey", queue.identity.groupKey());
        json.writeStringProperty("receiver", queue.identity.receiver());
        json.writeStringProperty("integration", queue.identity.kind());
        json.writeNumberProperty("index", queue.identity.index());
        json.writeNumberProperty("sequence", queue.sequence);
        json.writeNumberProperty("keep", queue.keepMillis);
        json.writeNumberProperty("attempts", queue.attempts);
        json.writeNumberProperty("putOff", queue.putOffMillis);
        json.writeNumberProperty("notBefore", core.wallAt(queue.notBeforeNanos));
        if (queue.told != null) {
            json.writeObjectPropertyStart("told");
            entry(json, queue.told);
            json.writeEndObject();
        }
        if (queue.verdicts != null) {
            json.writeObjectPropertyStart("verdicts");
            VerdictDocuments.write(json, queue.verdicts);
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("waiting");
        queue.waiting.forEach(message -> json.writeRawValue(message.json()));
        json.writeEndArray();
    }

    private static void entry(JsonGenerator json, LogEntry entry) {
        JsonText.texts(json, "firing", entry.firing());
        JsonText.texts(json, "resolved", entry.resolved());
        json.writeNumberProperty("time", entry.timeMillis());
    }

    /** A message about to wait. What is too large for a document is cut to the first alerts; the log still has all of them. */
    Waiting waiting(Notification notification, LogEntry entry, boolean silent) {
        Notification message = notification;
        while (true) {
            String json = json(message, entry, silent);
            int bytes = json.getBytes(StandardCharsets.UTF_8).length;
            if (bytes <= MAX_MESSAGE_BYTES || message.alerts().size() <= 1) {
                return new Waiting(message, entry, silent, json, bytes, core.clock().monotonicNanos());
            }
            message = shortened(message, (int) ((long) message.alerts().size() * MAX_MESSAGE_BYTES / bytes * 9 / 10));
        }
    }

    /** A verdict about to wait; reports are bounded. */
    Waiting waiting(VerdictMessage message, LogEntry entry) {
        return waiting(message, entry, false, core.clock().monotonicNanos());
    }

    private static Waiting waiting(Message message, LogEntry entry, boolean silent, long sinceNanos) {
        String json = json(message, entry, silent);
        return new Waiting(message, entry, silent, json, json.getBytes(StandardCharsets.UTF_8).length, sinceNanos);
    }

    private static Notification shortened(Notification m, int alerts) {
        var kept = new ArrayList<>(m.alerts());
        kept.sort((a, b) -> Boolean.compare(b.firing(), a.firing()));
        return new Notification(m.key(), m.id(), m.receiver(), m.groupKey(), m.groupLabels(), m.routeLabels(), m.reason(),
                kept.subList(0, Math.max(1, alerts)), m.createdAtMillis(), m.test());
    }

    private static String json(Message message, LogEntry entry, boolean silent) {
        return JsonText.write(json -> {
            json.writeStringProperty("key", message.key());
            json.writeStringProperty("id", message.id());
            json.writeNumberProperty("createdAt", message.createdAtMillis());
            json.writeBooleanProperty("silent", silent);
            switch (message) {
                case Notification alerts -> write(json, alerts);
                case VerdictMessage verdict -> VerdictDocuments.write(json, verdict);
            }
            entry(json, entry);
        });
    }

    private static void write(JsonGenerator json, Notification message) {
        JsonText.labels(json, "groupLabels", message.groupLabels());
        JsonText.labels(json, "routeLabels", message.routeLabels());
        json.writeStringProperty("reason", message.reason().name());
        json.writeBooleanProperty("test", message.test());
        json.writeArrayPropertyStart("alerts");
        message.alerts().forEach(alert -> alert(json, alert));
        json.writeEndArray();
    }

    private static void alert(JsonGenerator json, NotifiedAlert alert) {
        json.writeStartObject();
        JsonText.labels(json, "labels", alert.labels());
        JsonText.labels(json, "annotations", alert.annotations());
        json.writeBooleanProperty("firing", alert.firing());
        json.writeNumberProperty("startsAt", alert.startsAtMillis());
        json.writeNumberProperty("endsAt", alert.endsAtMillis());
        json.writeStringProperty("generatorUrl", alert.generatorUrl());
        json.writeStringProperty("fingerprint", alert.fingerprint());
        json.writeEndObject();
    }

    /** The queue that a document holds; ages are counted from now on by the monotonic clock. */
    Queue read(Document document) {
        JsonText json = JsonText.read(Draft.DELIVERY + "/" + document.id(), document.body());
        if (json.has("format") && json.number("format") > FORMAT) {
            throw PlumblineException.internal("the document " + Draft.DELIVERY + "/" + document.id() + " has the format "
                    + json.number("format") + ": a newer version wrote it, this one knows formats up to " + FORMAT, null);
        }
        var queue = new Queue(new Queue.Identity(json.text("groupKey"), json.text("receiver"), json.text("integration"),
                (int) json.number("index")), this);
        long now = core.clock().wallMillis();
        queue.sequence = json.number("sequence");
        queue.keepMillis = json.number("keep");
        queue.attempts = (int) Math.clamp(json.number("attempts"), 0, MAX_ATTEMPTS);
        queue.putOffMillis = Math.clamp(json.number("putOff"), 0, Queues.MAX_RETRY_AFTER_MILLIS);
        queue.notBeforeNanos = core.nanosIn(Math.clamp(json.number("notBefore") - now, 0, queue.putOffMillis));
        JsonText told = json.object("told");
        if (told != null) {
            queue.told = entry(told);
            queue.toldNanos = core.nanosIn(Math.min(0, queue.told.timeMillis() - now));
        }
        JsonText verdicts = json.object("verdicts");
        if (verdicts != null) {
            queue.verdicts = VerdictDocuments.log(verdicts);
        }
        json.objects("waiting").forEach(message -> queue.waiting.add(waiting(queue.identity, message, now)));
        return queue;
    }

    private static LogEntry entry(JsonText json) {
        return new LogEntry(json.texts("firing"), json.texts("resolved"), json.number("time"));
    }

    private Waiting waiting(Queue.Identity identity, JsonText json, long now) {
        JsonText verdict = json.object("verdict");
        Message message = verdict == null ? notification(identity, json)
                : VerdictDocuments.message(identity.receiver(), json, verdict);
        return waiting(message, entry(json), json.flag("silent"), core.nanosIn(Math.min(0, message.createdAtMillis() - now)));
    }

    private static Notification notification(Queue.Identity identity, JsonText json) {
        List<NotifiedAlert> alerts = json.objects("alerts").stream().map(DeliveryDocuments::alert).toList();
        return new Notification(json.text("key"), json.text("id"), identity.receiver(), identity.groupKey(),
                json.labels("groupLabels"), json.labels("routeLabels"), Notification.Reason.valueOf(json.text("reason")), alerts,
                json.number("createdAt"), json.flag("test"));
    }

    private static NotifiedAlert alert(JsonText json) {
        return new NotifiedAlert(json.labels("labels"), json.labels("annotations"), json.flag("firing"), json.number("startsAt"),
                json.number("endsAt"), json.text("generatorUrl"), json.text("fingerprint"));
    }
}
