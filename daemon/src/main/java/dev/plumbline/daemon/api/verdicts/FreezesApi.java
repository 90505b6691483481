package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.verdicts.Freeze;
import dev.plumbline.daemon.verdicts.Freezes;
import dev.plumbline.daemon.verdicts.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/freezes}: change freezes and the stop-all switch. Thread-safe. */
final class FreezesApi {
    static final String PATH = "/v1/freezes";
    private final Freezes freezes;

    FreezesApi(Freezes freezes) {
        this.freezes = freezes;
    }

    Answer list() {
        return AnalysesApi.json(200, JsonObject.write(json -> {
            json.writeArrayPropertyStart("freezes");
            freezes.list().forEach(f -> {
                json.writeStartObject();
                members(json, f);
                json.writeEndObject();
            });
            json.writeEndArray();
        }));
    }

    /** Without a namespace and a service it stops all. */
    Answer add(byte @Nullable [] body) {
        JsonObject o = AnalysesApi.body(body, Set.of("namespace", "service", "from", "until", "by", "why"));
        Freeze made = freezes.add(new Freeze("", o.text("namespace"), o.text("service"), AnalysesApi.time("from", o.text("from")).orElse(0),
                AnalysesApi.time("until", o.text("until")).orElse(Long.MAX_VALUE), o.required("by"), o.required("why")));
        Answer plain = AnalysesApi.json(201, JsonObject.write(json -> members(json, made)));
        return new Answer(201, plain.contentType(), plain.body(), Map.of("Location", PATH + "/" + made.id()));
    }

    Answer lift(String id) {
        return freezes.lift(id) ? AnalysesApi.json(200, JsonObject.write(json -> json.writeStringProperty("lifted", id)))
                : Problem.of(404, "Not Found", "there is no freeze \"" + id + "\"; GET " + PATH + " lists them");
    }

    private static void members(JsonGenerator json, Freeze f) {
        json.writeStringProperty("id", f.id());
        json.writeStringProperty("namespace", f.namespace());
        json.writeStringProperty("service", f.service());
        if (f.fromMillis() > 0) {
            json.writeStringProperty("from", Instant.ofEpochMilli(f.fromMillis()).toString());
        }
        if (f.untilMillis() < Long.MAX_VALUE) {
            json.writeStringProperty("until", Instant.ofEpochMilli(f.untilMillis()).toString());
        }
        json.writeStringProperty("by", f.by());
        json.writeStringProperty("why", f.why());
    }
}
