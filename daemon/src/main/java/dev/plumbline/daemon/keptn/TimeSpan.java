package dev.plumbline.daemon.keptn;

import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.config.yaml.MappingReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What is evaluated, ms since the epoch; not empty, over, and of 31 days at most. */
record TimeSpan(long startMillis, long endMillis) {
    private static final long MOST_MILLIS = 31L * 86_400_000;
    private static final String FORMS = "a time such as 2026-01-31T15:04:05Z or seconds since the epoch";

    /** Reads {@code start}, {@code end} and {@code timeframe}, of which two are needed; without start and end it ends now. */
    static TimeSpan read(MappingReader request, long nowMillis) {
        Long start = request.has("start") ? request.parsed("start", TimeSpan::time, FORMS, nowMillis) : null;
        Long end = request.has("end") ? request.parsed("end", TimeSpan::time, FORMS, nowMillis) : null;
        long frame = request.has("timeframe") ? request.duration("timeframe", MOST_MILLIS) : 0;
        if (start != null && end != null && frame > 0 || start == null && frame == 0) {
            request.error("timeframe", "the request needs start and end, or timeframe (such as 10m) with or without one of them");
            return new TimeSpan(0, 1);
        }
        long until = end != null ? end : start != null && frame > 0 ? start + frame : nowMillis;
        long from = start != null ? start : until - frame;
        if (until > nowMillis) {
            request.error("end", "the time that is evaluated ends " + Instant.ofEpochMilli(until) + ", and it is " + Instant.ofEpochMilli(nowMillis)
                    + "; ask when it is over");
        } else if (from >= until || until - from > MOST_MILLIS || from < 0) {
            request.error("start", "what is evaluated must be longer than nothing and at most 31 days, and is " + Instant.ofEpochMilli(from) + " to "
                    + Instant.ofEpochMilli(until));
        }
        return new TimeSpan(from, until);
    }

    /** Without a zone it is UTC. */
    private static @Nullable Long time(String text) {
        try {
            if (text.matches("\\d{1,10}(\\.\\d{1,9})?")) {
                return (long) (Double.parseDouble(text) * 1000);
            }
            boolean zone = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
            return (zone ? OffsetDateTime.parse(text) : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC)).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
