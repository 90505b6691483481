package dev.plumbline.daemon.api.keptn;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.keptn.Busy;
import dev.plumbline.daemon.keptn.Keptn;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluations: parameters and bodies to {@link Keptn}, its answers back. Thread-safe. */
final class EvaluationsApi {
    /** Of a request, in bytes. */
    static final int MAX_BODY = 128 << 10;
    private static final Set<String> LISTING = Set.of("project", "stage", "service", "limit", "cursor");
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private final Keptn keptn;

    EvaluationsApi(Keptn keptn) {
        this.keptn = keptn;
    }

    Answer evaluate(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw PlumblineException.user("the request has no body; send a JSON object with service, slo, sli and what time is evaluated");
        }
        if (body.length > MAX_BODY) {
            throw PlumblineException.user("the body has " + body.length + " bytes, at most " + MAX_BODY + " are read");
        }
        return json(200, keptn.evaluate(new String(body, StandardCharsets.UTF_8)), Map.of());
    }

    Answer find(String id) {
        return keptn.find(id).map(text -> json(200, text, Map.of())).orElseGet(() -> message(404, "there is no evaluation " + id, Map.of()));
    }

    /** {@code project}, {@code stage}, {@code service}, {@code limit} (20, at most 100), {@code cursor}. */
    Answer list(Parameters p) {
        for (String name : p.names()) {
            if (!LISTING.contains(name)) {
                throw BadParameter.of(name, "unknown; known are " + String.join(", ", LISTING.stream().sorted().toList()));
            }
        }
        return json(200, keptn.list(new Keptn.Listing(p.get("project"), p.get("stage"), p.get("service"), limit(p.get("limit")), p.get("cursor"))), Map.of());
    }

    private static int limit(String text) {
        try {
            int limit = text.isEmpty() ? DEFAULT_LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // said below, as for one out of bounds
        }
        throw BadParameter.of("limit", "\"" + text + "\" must be a whole number from 1 to " + MAX_LIMIT);
    }

    /** 429 for too much, else 400, 503 or 500 by the kind. */
    static Answer failure(PlumblineException e) {
        if (e instanceof Busy) {
            return message(429, e.getMessage(), Map.of("Retry-After", "10"));
        }
        return message(switch (e.kind()) {
            case USER -> 400;
            case RESOURCE -> 503;
            case INTERNAL -> 500;
        }, e.getMessage(), Map.of());
    }

    private static Answer message(int status, @Nullable String text, Map<String, String> headers) {
        return json(status, JsonObject.write(json -> {
            json.writeNumberProperty("code", status);
            json.writeStringProperty("message", String.valueOf(text));
        }), headers);
    }

    private static Answer json(int status, String text, Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put("Cache-Control", "no-store");
        return new Answer(status, Answer.JSON, text.getBytes(StandardCharsets.UTF_8), all);
    }
}
