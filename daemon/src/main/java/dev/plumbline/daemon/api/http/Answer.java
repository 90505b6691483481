package dev.plumbline.daemon.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A finished answer, independent of the HTTP server.
 *
 * @param status HTTP status
 * @param contentType value of the Content-Type header
 * @param array holds the body
 * @param length of the body, in bytes; what stands behind it in the array is not part of it
 * @param headers further headers
 */
public record Answer(int status, String contentType, byte[] array, int length, Map<String, String> headers) {
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** With a body that fills its array. */
    public Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
        this(status, contentType, body, body.length, headers);
    }

    /** Ends {@code body}. */
    public static Answer json(int status, JsonBytes body) {
        int length = body.length();
        return new Answer(status, JSON, body.end(), length, Map.of());
    }

    public static Answer text(int status, String text) {
        return new Answer(status, TEXT, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** The bytes of the body, possibly none. */
    public byte[] body() {
        return length == array.length ? array : Arrays.copyOf(array, length);
    }

    /** The same in an array of its own; this one is at its end as after {@link #sent}. */
    public Answer exact() {
        if (length == array.length) {
            return this;
        }
        var exact = new Answer(status, contentType, body(), headers);
        sent();
        return exact;
    }

    /** Called once it was sent: nobody may read it any more. An array that is longer than the body was taken to write it, and may be taken again. */
    public void sent() {
        if (length < array.length) {
            SpareBytes.giveBack(array);
        }
    }
}
