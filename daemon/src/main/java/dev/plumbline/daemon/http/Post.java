package dev.plumbline.daemon.http;

import java.net.URI;
import java.util.Map;

/**
 * A request to send.
 *
 * @param method POST mostly; one without a body, such as GET, goes with an empty one
 * @param uri absolute, http or https
 * @param headers besides those of the settings, which come first where both name one; no credentials of another's making
 * @param timeoutMillis for everything together, from connecting to the answer's last byte; 1 or more
 */
public record Post(String method, URI uri, String contentType, byte[] body, Map<String, String> headers, long timeoutMillis) {
    public Post {
        headers = Map.copyOf(headers);
        if (timeoutMillis < 1) {
            throw new IllegalArgumentException("post: timeoutMillis is " + timeoutMillis + ", must be 1 or more");
        }
    }

    public Post(URI uri, String contentType, byte[] body, Map<String, String> headers, long timeoutMillis) {
        this("POST", uri, contentType, body, headers, timeoutMillis);
    }

    public static Post json(URI uri, byte[] body, long timeoutMillis) {
        return new Post(uri, "application/json", body, Map.of(), timeoutMillis);
    }

    public Post withHeaders(Map<String, String> more) {
        return new Post(method, uri, contentType, body, more, timeoutMillis);
    }

    Post to(URI elsewhere, long leftMillis) {
        return new Post(method, elsewhere, contentType, body, headers, leftMillis);
    }
}
