package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.kayenta.TooMany;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers in Kayenta's shapes, and the bodies of requests. */
final class Replies {
    /** Of requests and configurations. */
    static final int MAX_BODY = 1 << 20;
    /** Of lists of metric sets, and of what the remote judge is sent. */
    static final int MAX_LIST_BODY = 15 << 20;
    private static final Map<String, String> HEADERS = Map.of("Cache-Control", "no-store");

    private Replies() {}

    static Answer json(Value value) {
        return json(200, value, HEADERS);
    }

    private static Answer json(int status, Value value, Map<String, String> headers) {
        return new Answer(status, Answer.JSON, JsonText.write(value).getBytes(StandardCharsets.UTF_8), headers);
    }

    /** An object with one text. */
    static Answer json(String name, String text) {
        return json(member(name, text));
    }

    private static Value member(String name, String text) {
        return new Value.Members(Map.of(name, new Value.Text(text)));
    }

    static Answer found(Optional<Value> value, String what, String id) {
        return value.map(Replies::json).orElseGet(() -> none(what, id));
    }

    static Answer none(String what, String id) {
        return message(404, "there is no " + what + " " + id);
    }

    static Answer message(int status, String text) {
        return json(status, member("message", text), HEADERS);
    }

    /** 202 or 204. */
    static Answer empty(int status) {
        return new Answer(status, Answer.JSON, new byte[0], HEADERS);
    }

    static Answer status(int status, String word) {
        return json(status, member("status", word), HEADERS);
    }

    /** 429 for too much, else 400, 503 or 500 by the kind. */
    static Answer failure(PlumblineException e) {
        if (e instanceof TooMany) {
            return json(429, member("message", e.getMessage()), Map.of("Cache-Control", "no-store", "Retry-After", "30"));
        }
        return message(switch (e.kind()) {
            case USER -> 400;
            case RESOURCE -> 503;
            case INTERNAL -> 500;
        }, e.getMessage());
    }

    /** The body as text; there must be one, of at most so many bytes. */
    static String body(byte @Nullable [] body, int most) {
        if (body == null || body.length == 0) {
            throw PlumblineException.user("the request has no body; send JSON");
        }
        if (body.length > most) {
            throw PlumblineException.user("the body has " + body.length + " bytes, at most " + most + " are read");
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
