package dev.plumbline.daemon.config.alertmanager;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** A named set of times: inside when one of the windows contains the time. */
public record TimeInterval(String name, List<Window> windows) {
    public TimeInterval {
        windows = List.copyOf(windows);
    }

    /** Whether the time is inside. */
    public boolean contains(Instant time) {
        return windows.stream().anyMatch(w -> w.contains(time));
    }

    /**
     * All fields must contain the time; an empty field contains every time. Ranges are inclusive but for the end of
     * {@code times}, in minutes of the day from 0 to 1440; weekdays count from Sunday, 0; days of the month may count from its
     * end, −1 the last.
     */
    public record Window(List<Range> times, List<Range> weekdays, List<Range> daysOfMonth, List<Range> months, List<Range> years,
            ZoneId zone) {
        public Window {
            times = List.copyOf(times);
            weekdays = List.copyOf(weekdays);
            daysOfMonth = List.copyOf(daysOfMonth);
            months = List.copyOf(months);
            years = List.copyOf(years);
        }

        /** Whether the time, looked at in the window's zone, is inside. */
        public boolean contains(Instant time) {
            ZonedDateTime local = time.atZone(zone);
            int minute = local.getHour() * 60 + local.getMinute();
            return (times.isEmpty() || times.stream().anyMatch(t -> minute >= t.from && minute < t.to))
                    && (daysOfMonth.isEmpty() || daysOfMonth.stream().anyMatch(d -> containsDay(d, local)))
                    && inside(months, local.getMonthValue()) && inside(weekdays, local.getDayOfWeek().getValue() % 7)
                    && inside(years, local.getYear());
        }

        private static boolean inside(List<Range> ranges, int value) {
            return ranges.isEmpty() || ranges.stream().anyMatch(r -> value >= r.from && value <= r.to);
        }

        /** Days past the end of the month are not moved to it: a range that begins there is empty in this month. */
        private static boolean containsDay(Range days, ZonedDateTime local) {
            int last = local.toLocalDate().lengthOfMonth();
            int from = days.from < 0 ? last + days.from + 1 : days.from;
            int to = days.to < 0 ? last + days.to + 1 : days.to;
            return local.getDayOfMonth() >= from && local.getDayOfMonth() <= to;
        }
    }

    /** From and to. */
    public record Range(int from, int to) {}
}
