package dev.plumbline.daemon.config.alertmanager;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.alertmanager.TimeInterval.Range;
import dev.plumbline.daemon.config.alertmanager.TimeInterval.Window;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Scalars;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one window of a time interval. Used once. */
final class WindowReader {
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|(24):(00)");
    private static final List<String> WEEKDAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS = List.of("january", "february", "march", "april", "may", "june", "july", "august",
            "september", "october", "november", "december");
    private static final int LONGEST_MONTH = 31;
    private final MappingReader r;

    WindowReader(MappingReader r) {
        this.r = r;
    }

    Window read() {
        var window = new Window(times(), ranges("weekdays", WindowReader::weekdays), ranges("days_of_month", WindowReader::days),
                ranges("months", WindowReader::months), ranges("years", WindowReader::years), zone());
        r.finish();
        return window;
    }

    private ZoneId zone() {
        String name = r.string("location", "UTC");
        if (name.isEmpty() || name.equals("UTC")) {
            return ZoneId.of("UTC");
        }
        if (name.equals("Local")) {
            return ZoneId.systemDefault();
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            r.error("location", "unknown time zone \"" + name + "\"; give a name such as Europe/Berlin");
            return ZoneId.of("UTC");
        }
        return ZoneId.of(name);
    }

    private List<Range> times() {
        var times = new ArrayList<Range>();
        for (MappingReader t : Reading.mappings(r, "times", "times")) {
            Integer start = minute(t, "start_time");
            Integer end = minute(t, "end_time");
            if (!t.has("start_time") || !t.has("end_time")) {
                t.problems().error(t.at(), "both start and end times must be provided");
            } else if (start != null && end != null && start >= end) {
                t.error("start_time", "start time cannot be equal or greater than end time");
            } else if (start != null && end != null) {
                times.add(new Range(start, end));
            }
            t.finish();
        }
        return times;
    }

    private static @Nullable Integer minute(MappingReader t, String key) {
        String text = t.string(key);
        if (text == null) {
            return null;
        }
        Matcher m = TIME.matcher(text);
        if (!m.matches()) {
            t.error(key, "couldn't parse timestamp " + text + ", invalid format: give hours and minutes from 00:00 to 24:00, in quotes");
            return null;
        }
        return m.group(3) != null ? Integer.valueOf(1440) : Integer.valueOf(Integer.parseInt(m.group(1)) * 60 + Integer.parseInt(m.group(2)));
    }

    /** Understands the two ends of a range; throws {@link Wrong} with the reason. */
    private interface Ends {
        Range of(String from, String to) throws Wrong;
    }

    /** Why a range is none. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private List<Range> ranges(String key, Ends ends) {
        var ranges = new ArrayList<Range>();
        for (YamlNode item : r.items(key)) {
            String text = Scalars.text(item, "an item of " + key, r.problems());
            if (text == null) {
                continue;
            }
            String[] parts = text.toLowerCase(Locale.ROOT).split(":", -1);
            try {
                if (parts.length > 2) {
                    throw new Wrong("couldn't parse range " + text + ", invalid format: give one value or from:to");
                }
                ranges.add(ends.of(parts[0], parts[parts.length - 1]));
            } catch (Wrong e) {
                r.problems().error(item.at(), Objects.requireNonNull(e.getMessage()));
            }
        }
        return ranges;
    }

    private static Range weekdays(String from, String to) throws Wrong {
        int start = WEEKDAYS.indexOf(from);
        int end = WEEKDAYS.indexOf(to);
        if (start < 0 || end < 0) {
            throw new Wrong((start < 0 ? from : to) + " is not a valid weekday");
        }
        if (start > end) {
            throw new Wrong("start day cannot be before end day: " + from + " comes after " + to + ", the week begins on sunday; write two ranges");
        }
        return new Range(start, end);
    }

    private static Range days(String from, String to) throws Wrong {
        int start = day(from);
        int end = day(to);
        if (start < 0 && end > 0) {
            throw new Wrong("end day must be negative if start day is negative");
        }
        int earliest = start < 0 ? LONGEST_MONTH + 1 + start : start;
        int latest = end < 0 ? LONGEST_MONTH + 1 + end : end;
        if (earliest > latest) {
            throw new Wrong("end day " + end + " is always before start day " + start);
        }
        return new Range(start, end);
    }

    private static int day(String text) throws Wrong {
        int day = number(text, "day of the month");
        if (day == 0 || Math.abs(day) > LONGEST_MONTH) {
            throw new Wrong(text + " is not a valid day of the month: out of range");
        }
        return day;
    }

    private static Range months(String from, String to) throws Wrong {
        int start = month(from);
        int end = month(to);
        if (start > end) {
            throw new Wrong("end month " + to + " is before start month " + from);
        }
        return new Range(start, end);
    }

    private static int month(String text) throws Wrong {
        int named = MONTHS.indexOf(text) + 1;
        int month = named > 0 ? named : text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
        if (month < 1 || month > MONTHS.size()) {
            throw new Wrong(text + " is not a valid month");
        }
        return month;
    }

    private static Range years(String from, String to) throws Wrong {
        int start = number(from, "year");
        int end = number(to, "year");
        if (start > end) {
            throw new Wrong("end year " + to + " is before start year " + from);
        }
        return new Range(start, end);
    }

    private static int number(String text, String what) throws Wrong {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new Wrong(text + " is not a valid " + what);
        }
        return Integer.parseInt(text);
    }
}
