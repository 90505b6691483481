package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Times;
import org.jspecify.annotations.Nullable;

/** The times, durations and limits that the API's parameters carry, with Prometheus's messages for those that do not read. */
final class RequestTimes {
    /** Before every sample, ms; Prometheus's bound for requests that name no start. */
    static final long MIN = Long.MIN_VALUE / 1_000_000 + 1;

    /** After every sample, ms. */
    static final long MAX = Long.MAX_VALUE / 1_000_000;

    private RequestTimes() {}

    /** A time in ms, or {@code absent} when the parameter is missing or empty. */
    static long time(Parameters p, String name, long absent) {
        return p.get(name).isEmpty() ? absent : parseTime(name, p.get(name), "invalid time value for '" + name + "': ");
    }

    /** A time in ms that must be there. */
    static long requiredTime(Parameters p, String name) {
        return parseTime(name, p.get(name), "");
    }

    private static long parseTime(String name, String text, String prefix) {
        Long millis = Times.timeMillis(text);
        if (millis == null) {
            throw BadParameter.of(name, prefix + "cannot parse \"" + text + "\" to a valid timestamp");
        }
        return millis;
    }

    /** A duration in ms that must be there; may be 0 or negative. */
    static long requiredDuration(Parameters p, String name) {
        Long millis = Times.durationMillis(p.get(name));
        if (millis == null) {
            throw BadParameter.of(name, "cannot parse \"" + p.get(name) + "\" to a valid duration");
        }
        return millis;
    }

    /** A duration in ms, or null when the parameter is missing or empty. */
    static @Nullable Long duration(Parameters p, String name) {
        return p.get(name).isEmpty() ? null : Long.valueOf(requiredDuration(p, name));
    }

    /** {@code limit}: 0 means none. */
    static int limit(Parameters p) {
        String text = p.get("limit");
        if (text.isEmpty()) {
            return 0;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 0) {
                return limit;
            }
            throw BadParameter.of("limit", "limit must be non-negative");
        } catch (NumberFormatException e) {
            throw BadParameter.of("limit", "\"" + text + "\" is not a number; a whole number from 0 (none) would be");
        }
    }
}
