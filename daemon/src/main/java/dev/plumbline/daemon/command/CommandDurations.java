package dev.plumbline.daemon.command;

import dev.plumbline.daemon.api.http.Times;
import org.jspecify.annotations.Nullable;

/** Durations of command options. */
public final class CommandDurations {
    private CommandDurations() {}

    /** A Prometheus duration such as {@code 90s} or {@code 1h30m}, or float seconds, in ms; null when neither or negative. */
    public static @Nullable Long millis(String text) {
        Long millis = Times.durationMillis(text);
        return millis == null || millis < 0 ? null : millis;
    }
}
