package dev.plumbline.daemon.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A finished answer, independent of the HTTP server.
 *
 * @param status HTTP status
 * @param contentType value of the Content-Type header
 * @param body bytes, possibly none
 * @param headers further headers
 */
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Ends {@code body}. */
    public static Answer json(int status, JsonBytes body) {
        return new Answer(status, JSON, body.end(), Map.of());
    }

    public static Answer text(int status, String text) {
        return new Answer(status, TEXT, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
