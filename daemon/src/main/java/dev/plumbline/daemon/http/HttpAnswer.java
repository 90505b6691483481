package dev.plumbline.daemon.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * An answer.
 *
 * @param contentType of the body, empty when it was not given
 * @param retryAfter the header of that name, empty when it was not given
 * @param body at most the first {@value HttpPoster#MAX_BODY_BYTES} bytes
 * @param headers all of them, names in lower case, of several of a name the first
 */
public record HttpAnswer(int status, String contentType, String retryAfter, byte[] body, Map<String, String> headers) {
    private static final int MAX_SECONDS_DIGITS = 9;

    /** One without other headers. */
    public HttpAnswer(int status, String contentType, String retryAfter, byte[] body) {
        this(status, contentType, retryAfter, body, Map.of());
    }

    /** A header by its name in lower case; empty when it was not given. */
    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean successful() {
        return status / 100 == 2;
    }

    /** Whether the body says that it is JSON. */
    public boolean json() {
        return contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    /** How long to wait before asking again, from seconds or a date; 0 when nothing sensible was said. */
    public long retryAfterMillis(long nowMillis) {
        String value = retryAfter.strip();
        if (!value.isEmpty() && value.length() <= MAX_SECONDS_DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(value) * 1000;
        }
        try {
            long at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant().toEpochMilli();
            return Math.max(0, at - nowMillis);
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
