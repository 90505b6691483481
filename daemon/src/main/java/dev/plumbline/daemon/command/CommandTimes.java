package dev.plumbline.daemon.command;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times of files and answers that commands read. */
public final class CommandTimes {
    private static final double MAX_SECONDS = 1e12;

    private CommandTimes() {}

    /** RFC 3339 or seconds since the epoch, in ms since the epoch; null when it is neither. */
    public static @Nullable Long millis(String text) {
        try {
            double seconds = Double.parseDouble(text);
            return Math.abs(seconds) < MAX_SECONDS ? Math.round(seconds * 1000) : null;
        } catch (NumberFormatException notSeconds) {
            return rfc3339(text);
        }
    }

    private static @Nullable Long rfc3339(String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
