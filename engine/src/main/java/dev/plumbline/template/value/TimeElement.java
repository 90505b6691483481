package dev.plumbline.template.value;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The parts of a time that a layout can name, in the order in which they are looked for: longer spellings first. */
enum TimeElement {
    LONG_MONTH("January"), MONTH("Jan"), LONG_WEEKDAY("Monday"), WEEKDAY("Mon"), ZONE("MST"),
    YEAR_DAY("002", "__2"), ZERO_MONTH("01"), ZERO_DAY("02"), ZERO_HOUR_12("03"), ZERO_MINUTE("04"), ZERO_SECOND("05"), SHORT_YEAR("06"),
    HOUR("15"), NUMBER_MONTH("1"), YEAR("2006"), SPACE_DAY("_2"), DAY("2"), HOUR_12("3"), MINUTE("4"), SECOND("5"),
    HALF("PM", "pm"),
    OFFSET("-07:00:00", "-070000", "-07:00", "-0700", "-07", "Z07:00:00", "Z070000", "Z07:00", "Z0700", "Z07"),
    FRACTION, LITERAL;

    /** Abbreviations that the zone database has; elsewhere Go prints the offset where Java makes up letters. */
    private static final Set<String> ABBREVIATIONS = Set.of("ACDT", "ACST", "ADT", "AEDT", "AEST", "AKDT", "AKST", "AST", "AWST", "BST",
            "CAT", "CDT", "CEST", "CET", "CST", "ChST", "EAT", "EDT", "EEST", "EET", "EST", "GMT", "HDT", "HKT", "HST", "IDT", "IST",
            "JST", "KST", "MDT", "MSK", "MST", "NDT", "NST", "NZDT", "NZST", "PDT", "PKT", "PST", "SAST", "SST", "UTC", "WAT", "WEST",
            "WET", "WIB", "WIT", "WITA");
    private static final DateTimeFormatter ZONE_NAME = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    private final List<String> patterns;

    TimeElement(String... patterns) {
        this.patterns = List.of(patterns);
    }

    List<String> patterns() {
        return patterns;
    }

    /** Appends this part of a time, spelled as the chunk is. */
    void append(StringBuilder out, ZonedDateTime time, String chunk) {
        switch (this) {
            case LITERAL -> out.append(chunk);
            case LONG_MONTH -> out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case MONTH -> out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), 0, 3);
            case LONG_WEEKDAY -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case WEEKDAY -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), 0, 3);
            case ZONE -> out.append(zone(time));
            case HALF -> out.append(half(time, chunk));
            case OFFSET -> offset(out, time.getOffset(), chunk);
            case FRACTION -> fraction(out, time.getNano(), chunk);
            case YEAR_DAY -> padded(out, time.getDayOfYear(), 3, chunk.charAt(0) == '_' ? ' ' : '0');
            case YEAR -> padded(out, time.getYear(), 4, '0');
            case SHORT_YEAR -> padded(out, Math.floorMod(time.getYear(), 100), 2, '0');
            case SPACE_DAY -> padded(out, time.getDayOfMonth(), 2, ' ');
            case ZERO_MONTH, NUMBER_MONTH -> padded(out, time.getMonthValue(), chunk.length(), '0');
            case ZERO_DAY, DAY -> padded(out, time.getDayOfMonth(), chunk.length(), '0');
            case HOUR -> padded(out, time.getHour(), 2, '0');
            case ZERO_HOUR_12, HOUR_12 -> padded(out, (time.getHour() + 11) % 12 + 1, chunk.length(), '0');
            case ZERO_MINUTE, MINUTE -> padded(out, time.getMinute(), chunk.length(), '0');
            case ZERO_SECOND, SECOND -> padded(out, time.getSecond(), chunk.length(), '0');
        }
    }

    private static String half(ZonedDateTime time, String chunk) {
        String half = time.getHour() < 12 ? "AM" : "PM";
        return chunk.equals("pm") ? half.toLowerCase(Locale.ROOT) : half;
    }

    private static void padded(StringBuilder out, long value, int width, char pad) {
        String digits = Long.toString(Math.abs(value));
        out.append(value < 0 ? "-" : "").repeat(pad, Math.max(0, width - digits.length())).append(digits);
    }

    private static String zone(ZonedDateTime time) {
        if (time.getZone() instanceof ZoneOffset offset) {
            if (offset.equals(ZoneOffset.UTC)) {
                return "UTC";
            }
        } else {
            String name = ZONE_NAME.format(time);
            if (ABBREVIATIONS.contains(name)) {
                return name;
            }
        }
        var out = new StringBuilder();
        offset(out, time.getOffset(), time.getOffset().getTotalSeconds() % 3600 == 0 ? "-07" : "-0700");
        return out.toString();
    }

    private static void offset(StringBuilder out, ZoneOffset offset, String chunk) {
        int seconds = offset.getTotalSeconds();
        if (seconds == 0 && chunk.charAt(0) == 'Z') {
            out.append('Z');
            return;
        }
        int size = Math.abs(seconds);
        String colon = chunk.indexOf(':') >= 0 ? ":" : "";
        int digits = chunk.replace(":", "").length() - 1;
        out.append(seconds < 0 ? '-' : '+');
        padded(out, size / 3600, 2, '0');
        if (digits >= 4) {
            padded(out.append(colon), size / 60 % 60, 2, '0');
        }
        if (digits >= 6) {
            padded(out.append(colon), size % 60, 2, '0');
        }
    }

    /** Zeros in the chunk are that many digits, nines leave out zeros at the end. */
    private static void fraction(StringBuilder out, int nanos, String chunk) {
        var digits = new StringBuilder();
        padded(digits, nanos, 9, '0');
        digits.setLength(Math.min(9, chunk.length() - 1));
        if (chunk.charAt(1) == '9') {
            while (!digits.isEmpty() && digits.charAt(digits.length() - 1) == '0') {
                digits.setLength(digits.length() - 1);
            }
        } else {
            digits.repeat('0', chunk.length() - 1 - digits.length());
        }
        if (!digits.isEmpty()) {
            out.append(chunk.charAt(0)).append(digits);
        }
    }
}
