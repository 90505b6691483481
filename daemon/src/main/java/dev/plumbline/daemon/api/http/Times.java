package dev.plumbline.daemon.api.http;

import dev.plumbline.promql.parser.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times and durations of requests, read as Prometheus's API reads them, in milliseconds. */
public final class Times {
    private static final double MAX_SECONDS = Long.MAX_VALUE / 1000.0;
    private static final DateTimeFormatter RFC3339_NANOS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");

    private Times() {}

    /** Float seconds or RFC 3339; null when it is neither. */
    public static @Nullable Long timeMillis(String text) {
        Double seconds = number(text);
        if (seconds != null) {
            return Double.isFinite(seconds) && Math.abs(seconds) < MAX_SECONDS ? Math.round(seconds * 1000) : null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** Float seconds or a Prometheus duration such as {@code 1h30m}; null when it is neither. May be 0 or negative. */
    public static @Nullable Long durationMillis(String text) {
        Double seconds = number(text);
        if (seconds != null) {
            return Double.isFinite(seconds) && Math.abs(seconds) < MAX_SECONDS ? (long) (seconds * 1000) : null;
        }
        try {
            return Durations.parseMillis(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Double number(String text) {
        if (text.isEmpty() || "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0 || text.isBlank()) {
            return null;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** RFC 3339 in UTC with nanoseconds; the zero time, as Go prints it, for 0. */
    public static String rfc3339(long millis) {
        return millis == 0 ? "0001-01-01T00:00:00Z"
                : RFC3339_NANOS.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }

    /** A duration as Prometheus prints it: {@code 1m}, {@code 1m30s}, {@code 500ms}. */
    public static String duration(long millis) {
        return Durations.format(millis);
    }
}
