package dev.plumbline.daemon.alertmanagers;

import dev.plumbline.model.Labels;
import dev.plumbline.rules.RuleAlert;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The body of {@code POST /api/v2/alerts}. */
final class AlertsJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter RFC3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private AlertsJson() {}

    /** The alerts as a JSON array in UTF-8; times in RFC 3339 with milliseconds. */
    static byte[] bytes(List<RuleAlert> alerts) {
        var out = new ByteArrayOutputStream(512 * alerts.size());
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartArray();
            alerts.forEach(alert -> alert(json, alert));
            json.writeEndArray();
        }
        return out.toByteArray();
    }

    private static void alert(JsonGenerator json, RuleAlert alert) {
        json.writeStartObject();
        map(json, "labels", alert.labels());
        map(json, "annotations", alert.annotations());
        json.writeStringProperty("startsAt", RFC3339.format(Instant.ofEpochMilli(alert.startsAtMillis())));
        json.writeStringProperty("endsAt", RFC3339.format(Instant.ofEpochMilli(alert.endsAtMillis())));
        json.writeStringProperty("generatorURL", alert.generatorUrl());
        json.writeEndObject();
    }

    private static void map(JsonGenerator json, String name, Labels labels) {
        json.writeObjectPropertyStart(name);
        labels.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
