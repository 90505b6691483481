package dev.plumbline.fleet.receivers;

import java.util.Map;

/**
 * A request as it came in.
 *
 * @param path with its query
 * @param headers names in lower case; of a repeated header the last value
 * @param body as UTF-8
 */
public record ReceivedRequest(String method, String path, Map<String, String> headers, String body) {
    public ReceivedRequest {
        headers = Map.copyOf(headers);
    }

    /** A header's value by its lower-case name, empty when there is none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
