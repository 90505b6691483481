package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.daemon.verdicts.AnalysisService;
import dev.plumbline.daemon.verdicts.AnalysisView;
import dev.plumbline.daemon.verdicts.Decision;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v1/analyses}: requests as records of the verdicts package, and its answers as JSON. Thread-safe. */
final class AnalysesApi {
    static final String PATH = "/v1/analyses";
    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_LIMIT = 500;
    private static final int DEFAULT_LIMIT = 50;
    private static final Set<String> ORDER = Set.of("service", "version", "stable", "revision", "stage", "namespace", "policy", "args", "spec",
            "start", "end", "keep");
    private static final Set<String> LISTING = Set.of("service", "verdict", "from", "to", "limit", "cursor");
    private static final List<String> WORDS = List.of("go", "no-go", "pending", "inconclusive");
    private final AnalysisService service;

    AnalysesApi(AnalysisService service) {
        this.service = service;
    }

    /** Reads a body. */
    static JsonObject body(byte @Nullable [] body, Set<String> fields) {
        if (body == null || body.length == 0) {
            throw PlumblineException.user("the request has no body; send a JSON object with " + String.join(", ", fields.stream().sorted().toList()));
        }
        if (body.length > MAX_BODY) {
            throw PlumblineException.user("the body has more than " + MAX_BODY + " bytes");
        }
        return JsonObject.read("the body", new String(body, StandardCharsets.UTF_8)).only(fields);
    }

    Answer order(byte @Nullable [] body) {
        JsonObject o = body(body, ORDER);
        var question = new GateQuestion(o.text("service"), o.text("version"), o.text("stable"), o.text("revision"), o.text("stage"),
                o.text("namespace"), o.text("policy"), args(o));
        var order = new AnalysisService.Order(question, o.json("spec").orElse(""), time("start", o.text("start")), time("end", o.text("end")),
                flag("keep", o.text("keep")));
        AnalysisService.Ordered made = service.order(order);
        if (!order.keep()) {
            return json(200, made.view().json());
        }
        Answer plain = json(made.created() ? 201 : 200, made.view().json());
        return new Answer(plain.status(), plain.contentType(), plain.body(), Map.of("Location", PATH + "/" + made.view().id(), "Cache-Control", "no-store"));
    }

    private static Map<String, String> args(JsonObject o) {
        if (o.has("args") && o.object("args") == null) {
            throw PlumblineException.user("args must be an object of names and values, for example {\"service-name\": \"checkout\"}");
        }
        return o.texts("args");
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw PlumblineException.user(name + " is \"" + text + "\", must be true or false");
        };
    }

    static OptionalLong time(String name, String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Long millis = Times.timeMillis(text);
        if (millis == null) {
            throw PlumblineException.user(name + " is \"" + text + "\", must be a time such as 2026-11-21T10:00:00Z, or seconds since the epoch");
        }
        return OptionalLong.of(millis);
    }

    Answer list(Parameters p) {
        p.names().stream().filter(n -> !LISTING.contains(n)).findFirst().ifPresent(n -> {
            throw new BadParameter("unknown parameter \"" + n + "\"; known are " + String.join(", ", LISTING.stream().sorted().toList()));
        });
        String verdict = p.get("verdict");
        if (!verdict.isEmpty() && !WORDS.contains(verdict)) {
            throw BadParameter.of("verdict", "\"" + verdict + "\" is none of " + String.join(", ", WORDS));
        }
        var query = new AnalysisService.Query(p.get("service"), verdict, time("from", p.get("from")).orElse(Long.MIN_VALUE),
                time("to", p.get("to")).orElse(Long.MAX_VALUE), limit(p.get("limit")), p.get("cursor"));
        AnalysisService.Listed listed = service.list(query);
        return json(200, JsonObject.write(json -> {
            json.writeArrayPropertyStart("analyses");
            for (AnalysisView view : listed.views()) {
                json.writeStartObject();
                view.heading(json);
                json.writeEndObject();
            }
            json.writeEndArray();
            listed.next().ifPresent(next -> json.writeStringProperty("next", next));
        }));
    }

    private static int limit(String text) {
        try {
            int limit = text.isEmpty() ? DEFAULT_LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the problem, which says the same for both.
        }
        throw BadParameter.of("limit", "\"" + text + "\" must be a whole number from 1 to " + MAX_LIMIT);
    }

    Answer get(String id) {
        return service.find(id).map(view -> json(200, view.json())).orElseGet(() -> none(id));
    }

    static Answer none(String id) {
        return Problem.of(404, "Not Found", "there is no analysis \"" + id + "\"; GET " + PATH + " lists them");
    }

    Answer report(String id) {
        return service.find(id).map(view -> json(200, view.report())).orElseGet(() -> none(id));
    }

    /** Let in by its signature, since a chat that fetches it has no token. */
    Answer picture(String id, String signature) {
        return service.picture(id, signature).map(m -> new Answer(200, "image/png", MetricPicture.png(m), Map.of("Cache-Control", "private, max-age=3600")))
                .orElseGet(() -> Problem.of(404, "Not Found", "there is no picture here: the signature is not that of analysis \"" + id
                        + "\", or none of its metrics was measured interval by interval"));
    }

    Answer evidence(String id) {
        return service.evidence(id).map(proof -> json(200, "{\"sha256\":\"" + proof.sha256() + "\",\"key\":\"" + proof.key() + "\",\"signature\":\""
                + proof.signature() + "\",\"evidence\":" + proof.text() + "}"))
                .orElseGet(() -> withoutEvidence(id));
    }

    /** The text as it was hashed and signed, for other programs to verify. */
    Answer evidenceText(String id) {
        return service.evidence(id).map(proof -> new Answer(200, "application/json", proof.text().getBytes(StandardCharsets.UTF_8),
                Map.of("X-Plumbline-Key", proof.key(), "X-Plumbline-Signature", proof.signature()))).orElseGet(() -> withoutEvidence(id));
    }

    Answer evidenceKeys() {
        return json(200, JsonObject.write(json -> {
            json.writeArrayPropertyStart("keys");
            service.evidenceKeys().forEach((key, pem) -> {
                json.writeStartObject();
                json.writeStringProperty("id", key);
                json.writeStringProperty("algorithm", "Ed25519");
                json.writeStringProperty("pem", pem);
                json.writeEndObject();
            });
            json.writeEndArray();
        }));
    }

    private Answer withoutEvidence(String id) {
        return service.find(id).isEmpty() ? none(id)
                : Problem.of(409, "Conflict", "analysis " + id + " still runs; its evidence is kept when it ends");
    }

    Answer replay(String id) {
        return service.replay(id).map(r -> json(200, JsonObject.write(json -> {
            json.writeBooleanProperty("same", r.same());
            json.writeStringProperty("verdict", r.verdict());
            json.writeStringProperty("reason", r.reason());
            json.writeNumberProperty("score", r.score());
            json.writeObjectPropertyStart("recorded");
            json.writeStringProperty("verdict", r.recordedVerdict());
            json.writeStringProperty("reason", r.recordedReason());
            json.writeNumberProperty("score", r.recordedScore());
            json.writeStringProperty("sha256", r.proof().sha256());
            json.writeStringProperty("key", r.proof().key());
            json.writeBooleanProperty("genuine", r.genuine());
            json.writeEndObject();
        }))).orElseGet(() -> withoutEvidence(id));
    }

    Answer cancel(String id, byte @Nullable [] body) {
        JsonObject o = body(body, Set.of("by", "why"));
        return service.find(id).isEmpty() ? none(id) : json(200, service.cancel(id, o.required("by"), o.required("why")).json());
    }

    Answer decision(String id, byte @Nullable [] body) {
        JsonObject o = body(body, Set.of("verdict", "by", "why"));
        String word = o.required("verdict");
        if (!List.of("go", "no-go", "inconclusive").contains(word)) {
            throw PlumblineException.user("verdict is \"" + word + "\", must be go, no-go or inconclusive (hold)");
        }
        return service.find(id).isEmpty() ? none(id)
                : json(200, service.decide(id, new Decision(word, o.required("by"), o.required("why"), 0)).json());
    }

    static Answer json(int status, String text) {
        return new Answer(status, Answer.JSON, text.getBytes(StandardCharsets.UTF_8), Map.of("Cache-Control", "no-store"));
    }
}
