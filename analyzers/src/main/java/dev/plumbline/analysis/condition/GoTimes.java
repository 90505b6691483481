package dev.plumbline.analysis.condition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Times and durations as Go writes them; a layout shows how the reference time 2006-01-02 15:04:05 looks. */
final class GoTimes {
    /** Longer ones first where one begins like another. */
    private static final List<Map.Entry<String, String>> LAYOUT = List.of(Map.entry("2006", "uuuu"), Map.entry("January", "MMMM"), Map.entry("Jan", "MMM"),
            Map.entry("Monday", "EEEE"), Map.entry("Mon", "EEE"), Map.entry("Z07:00", "XXX"), Map.entry("-07:00", "xxx"), Map.entry("-0700", "xx"),
            Map.entry("01", "MM"), Map.entry("02", "dd"), Map.entry("15", "HH"), Map.entry("03", "hh"), Map.entry("04", "mm"), Map.entry("05", "ss"),
            Map.entry("06", "uu"), Map.entry("PM", "a"), Map.entry(".000", ".SSS"), Map.entry("1", "M"), Map.entry("2", "d"), Map.entry("3", "h"));
    private static final List<String> USUAL_LAYOUTS = List.of("2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04",
            "2006-01-02");
    private static final Map<String, Double> UNITS = Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);
    private static final double MAX_NANOS = 0x1p63;

    private GoTimes() {}

    /** The text, optionally a layout, optionally a time zone for texts without one (UTC). */
    static Instant date(List<String> arguments, int at) {
        String text = arguments.getFirst();
        ZoneId zone = zone(arguments.size() > 2 ? arguments.get(2) : "UTC", at);
        List<String> layouts = arguments.size() > 1 ? List.of(arguments.get(1)) : USUAL_LAYOUTS;
        for (String layout : layouts) {
            Instant parsed = parsed(text, layout, zone);
            if (parsed != null) {
                return parsed;
            }
        }
        throw new ConditionException(at, "date: \"" + text + "\" is not written like " + String.join(" or ", layouts));
    }

    private static ZoneId zone(String name, int at) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ConditionException(at, "date: unknown time zone " + name);
        }
    }

    private static @Nullable Instant parsed(String text, String layout, ZoneId zone) {
        try {
            TemporalAccessor parsed = formatter(layout).parse(text);
            LocalDate date = parsed.query(TemporalQueries.localDate());
            if (date == null) {
                return null;
            }
            LocalTime time = parsed.query(TemporalQueries.localTime());
            ZoneOffset offset = parsed.query(TemporalQueries.offset());
            return LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time).atZone(offset == null ? zone : offset).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static DateTimeFormatter formatter(String layout) {
        var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        int i = 0;
        while (i < layout.length()) {
            int from = i;
            Map.Entry<String, String> part = LAYOUT.stream().filter(p -> layout.startsWith(p.getKey(), from)).findFirst().orElse(null);
            if (part == null) {
                builder.appendLiteral(layout.charAt(i));
                i++;
            } else {
                builder.appendPattern(part.getValue());
                i += part.getKey().length();
            }
        }
        return builder.toFormatter(Locale.ENGLISH);
    }

    /** {@code 1h30m}, {@code -1.5h}, {@code 250ms}. */
    static Duration duration(String text, int at) {
        int i = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        double nanos = 0;
        boolean any = text.equals("0");
        while (i < text.length() && !text.equals("0")) {
            int number = end(text, i, true);
            int unit = end(text, number, false);
            Double factor = UNITS.get(text.substring(number, unit));
            if (number == i || factor == null || text.substring(i, number).chars().filter(c -> c == '.').count() > 1 || text.substring(i, number).equals(".")) {
                throw new ConditionException(at, "duration: \"" + text + "\" is not written like 1h30m");
            }
            nanos += Double.parseDouble(text.substring(i, number)) * factor;
            any = true;
            i = unit;
        }
        if (!any || nanos >= MAX_NANOS) {
            throw new ConditionException(at, "duration: \"" + text + "\" is not written like 1h30m, or too long");
        }
        return Duration.ofNanos(text.startsWith("-") ? -Math.round(nanos) : Math.round(nanos));
    }

    private static int end(String text, int from, boolean numeric) {
        int end = from;
        while (end < text.length() && numeric == (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        return end;
    }
}
