package dev.plumbline.promql.function;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Parts of a UTC date and time given as seconds since the epoch. */
public final class CalendarFunctions {
    private static final Map<String, ToIntFunction<LocalDateTime>> BY_NAME = Map.of(
            "minute", LocalDateTime::getMinute, "hour", LocalDateTime::getHour, "month", LocalDateTime::getMonthValue,
            "year", LocalDateTime::getYear, "day_of_month", LocalDateTime::getDayOfMonth,
            "day_of_year", LocalDateTime::getDayOfYear, "day_of_week", t -> t.getDayOfWeek().getValue() % 7,
            "days_in_month", t -> t.toLocalDate().lengthOfMonth());

    private CalendarFunctions() {}

    public static boolean has(String name) {
        return BY_NAME.containsKey(name);
    }

    /** The part of the time; fractions of a second are cut off; NaN when the time is not a number or beyond the calendar. */
    public static double apply(String name, double seconds) {
        ToIntFunction<LocalDateTime> part = BY_NAME.get(name);
        if (part == null || !(Math.abs(seconds) < 31_556_889_864_403_199.0)) {
            return Double.NaN;
        }
        return part.applyAsInt(LocalDateTime.ofInstant(Instant.ofEpochSecond((long) seconds), ZoneOffset.UTC));
    }
}
