package dev.plumbline.daemon.command;

import dev.plumbline.daemon.config.yaml.Durations;
import org.jspecify.annotations.Nullable;

/** Durations of command options. */
public final class CommandDurations {
    private CommandDurations() {}

    /** A Prometheus duration such as {@code 90s} or {@code 1h30m} in ms, or null when it is none. */
    public static @Nullable Long millis(String text) {
        return Durations.parse(text);
    }
}
