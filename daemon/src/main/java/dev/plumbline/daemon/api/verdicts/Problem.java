package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.model.PlumblineException;
import java.util.Map;

/** Failures as {@code application/problem+json}. */
final class Problem {
    private Problem() {}

    static Answer of(int status, String title, String detail) {
        var json = new JsonBytes().raw('{').member("type", "about:blank").member("title", title).member("status", status)
                .member("detail", detail).raw('}');
        return new Answer(status, "application/problem+json", json.toBytes(), Map.of("Cache-Control", "no-store"));
    }

    static Answer of(PlumblineException e) {
        return switch (e.kind()) {
            case USER -> of(400, "Bad Request", e.getMessage());
            case RESOURCE -> of(503, "Service Unavailable", e.getMessage());
            case INTERNAL -> of(500, "Internal Server Error", e.getMessage());
        };
    }
}
