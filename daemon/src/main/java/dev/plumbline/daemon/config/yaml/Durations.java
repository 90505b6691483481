package dev.plumbline.daemon.config.yaml;

import org.jspecify.annotations.Nullable;

/** Prometheus durations of configuration values: those of PromQL, with null instead of an exception. */
public final class Durations {
    private Durations() {}

    /** Milliseconds, or null when the text is none, is negative, or is more than 292 years. */
    public static @Nullable Long parse(String text) {
        try {
            return dev.plumbline.promql.parser.Durations.parseMillis(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The canonical text: {@code 1h30m}, {@code 0s}. */
    public static String format(long millis) {
        return dev.plumbline.promql.parser.Durations.format(millis);
    }
}
