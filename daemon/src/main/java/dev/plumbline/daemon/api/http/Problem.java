package dev.plumbline.daemon.api.http;

import dev.plumbline.model.PlumblineException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Failures as {@code application/problem+json} (RFC 9457), which no cache may keep. */
public final class Problem {
    private Problem() {}

    public static Answer of(int status, String title, String detail) {
        return answer(status, title, detail, Map.of("Cache-Control", "no-store"));
    }

    /** 400, 503 or 500, by the kind of the failure. */
    public static Answer of(PlumblineException e) {
        return switch (e.kind()) {
            case USER -> of(400, "Bad Request", e.getMessage());
            case RESOURCE -> of(503, "Service Unavailable", e.getMessage());
            case INTERNAL -> of(500, "Internal Server Error", e.getMessage());
        };
    }

    /** The same without title and headers. */
    public static Answer untitled(PlumblineException e) {
        return answer(of(e).status(), null, e.getMessage(), Map.of());
    }

    private static Answer answer(int status, @Nullable String title, String detail, Map<String, String> headers) {
        var json = new JsonBytes().raw('{').member("type", "about:blank");
        if (title != null) {
            json.member("title", title);
        }
        json.member("status", status).member("detail", detail).raw('}');
        return new Answer(status, "application/problem+json", json.toBytes(), headers);
    }
}
