package dev.plumbline.template.value;

import dev.plumbline.model.Quoting;
import dev.plumbline.template.value.TimeLayout.Chunk;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads a time in a layout, as {@code time.Parse} does; what the layout leaves out is that of January 1, year 0, in UTC. */
final class TimeParser {
    private static final List<String> MONTHS = Stream.of(Month.values()).map(m -> m.getDisplayName(TextStyle.FULL, Locale.ENGLISH)).toList();
    private static final List<String> DAYS = Stream.of(DayOfWeek.values()).map(d -> d.getDisplayName(TextStyle.FULL, Locale.ENGLISH)).toList();

    private final String layout;
    private final String text;
    private int pos;
    private int year;
    private int month = 1;
    private int day = 1;
    private int yearDay;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private boolean afternoon;
    private boolean morning;
    private ZoneOffset offset = ZoneOffset.UTC;

    private TimeParser(String layout, String text) {
        this.layout = layout;
        this.text = text;
    }

    /** @throws TemplateException when the text is not in the layout, or names no time */
    static TimeValue parse(String layout, String text) {
        return new TimeParser(layout, text).run();
    }

    private TimeValue run() {
        for (Chunk chunk : TimeLayout.of(layout).chunks()) {
            if (!read(chunk)) {
                throw fail("cannot parse " + Quoting.quote(text.substring(Math.min(pos, text.length()))) + " as " + Quoting.quote(chunk.text()));
            }
        }
        if (pos < text.length()) {
            throw fail("extra text: " + Quoting.quote(text.substring(pos)));
        }
        int wholeHour = afternoon && hour < 12 ? hour + 12 : morning && hour == 12 ? 0 : hour;
        try {
            LocalDate date = yearDay > 0 ? LocalDate.ofYearDay(year, yearDay) : LocalDate.of(year, month, day);
            var local = LocalDateTime.of(date, LocalTime.of(wholeHour, minute, second, nanos));
            return new TimeValue(local.toInstant(offset), offset);
        } catch (DateTimeException _) {
            throw fail("out of range");
        }
    }

    private TemplateException fail(String problem) {
        return new TemplateException("parsing time " + Quoting.quote(text) + " as " + Quoting.quote(layout) + ": " + problem);
    }

    private boolean read(Chunk chunk) {
        return switch (chunk.element()) {
            case LITERAL -> literal(chunk.text());
            case LONG_MONTH -> (month = name(MONTHS, Integer.MAX_VALUE)) > 0;
            case MONTH -> (month = name(MONTHS, 3)) > 0;
            case LONG_WEEKDAY -> name(DAYS, Integer.MAX_VALUE) > 0;
            case WEEKDAY -> name(DAYS, 3) > 0;
            case YEAR -> (year = number(4, 4)) >= 0;
            case SHORT_YEAR -> shortYear();
            case ZERO_MONTH -> (month = number(2, 2)) >= 0;
            case NUMBER_MONTH -> (month = number(1, 2)) >= 0;
            case ZERO_DAY -> (day = number(2, 2)) >= 0;
            case DAY -> (day = number(1, 2)) >= 0;
            case SPACE_DAY -> (literal(" ") || true) && (day = number(1, 2)) >= 0;
            case YEAR_DAY -> (yearDay = number(3, 3)) >= 0;
            case HOUR, ZERO_HOUR_12 -> (hour = number(2, 2)) >= 0;
            case HOUR_12 -> (hour = number(1, 2)) >= 0;
            case ZERO_MINUTE -> (minute = number(2, 2)) >= 0;
            case MINUTE -> (minute = number(1, 2)) >= 0;
            case ZERO_SECOND -> (second = number(2, 2)) >= 0 && optionalFraction();
            case SECOND -> (second = number(1, 2)) >= 0 && optionalFraction();
            case FRACTION -> nanos > 0 || fraction(chunk.text());
            case HALF -> half();
            case ZONE -> zone();
            case OFFSET -> offset(chunk.text());
        };
    }

    private boolean literal(String literal) {
        boolean there = text.startsWith(literal, pos);
        pos += there ? literal.length() : 0;
        return there;
    }

    /** Which of the names stands here, from 1; 0 when none does. */
    private int name(List<String> names, int chars) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).substring(0, Math.min(chars, names.get(i).length()));
            if (text.regionMatches(true, pos, name, 0, name.length())) {
                pos += name.length();
                return i + 1;
            }
        }
        return 0;
    }

    /** Digits; -1 when there are fewer than the least. */
    private int number(int min, int max) {
        int end = pos;
        while (end < text.length() && end - pos < max && isDigit(end)) {
            end++;
        }
        if (end - pos < min) {
            return -1;
        }
        int value = Integer.parseInt(text.substring(pos, end));
        pos = end;
        return value;
    }

    private boolean isDigit(int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean shortYear() {
        int value = number(2, 2);
        year = value >= 69 ? 1900 + value : 2000 + value;
        return value >= 0;
    }

    /** Seconds may have decimals even where the layout has none. */
    private boolean optionalFraction() {
        boolean there = pos < text.length() && (text.charAt(pos) == '.' || text.charAt(pos) == ',') && isDigit(pos + 1);
        return !there || fraction(".9");
    }

    private boolean fraction(String chunk) {
        if (pos >= text.length() || text.charAt(pos) != '.' && text.charAt(pos) != ',') {
            return chunk.charAt(1) == '9';
        }
        int start = pos + 1;
        int end = start;
        while (isDigit(end) && end - start < 9) {
            end++;
        }
        if (end == start) {
            return false;
        }
        nanos = Integer.parseInt((text.substring(start, end) + "00000000").substring(0, 9));
        pos = end;
        return true;
    }

    private boolean half() {
        afternoon = text.regionMatches(true, pos, "PM", 0, 2);
        morning = text.regionMatches(true, pos, "AM", 0, 2);
        pos += 2;
        return afternoon || morning;
    }

    /** An abbreviation: UTC, or one whose offset is not known and counts as none. */
    private boolean zone() {
        int end = pos;
        while (end < text.length() && end - pos < 5 && Character.isUpperCase(text.charAt(end))) {
            end++;
        }
        boolean there = end - pos >= 3;
        pos = end;
        return there;
    }

    private boolean offset(String chunk) {
        if (chunk.charAt(0) == 'Z' && literal("Z")) {
            return true;
        }
        if (pos >= text.length() || text.charAt(pos) != '+' && text.charAt(pos) != '-') {
            return false;
        }
        int sign = text.charAt(pos++) == '-' ? -1 : 1;
        boolean colon = chunk.indexOf(':') >= 0;
        int digits = chunk.replace(":", "").length() - 1;
        int hours = number(2, 2);
        int minutes = digits < 4 ? 0 : !colon || literal(":") ? number(2, 2) : -1;
        int seconds = digits < 6 ? 0 : !colon || literal(":") ? number(2, 2) : -1;
        if (hours < 0 || hours > 17 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
            return false;
        }
        offset = ZoneOffset.ofTotalSeconds(sign * (hours * 3600 + minutes * 60 + seconds));
        return true;
    }
}
