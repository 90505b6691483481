package dev.plumbline.daemon.config.alertmanager;

import java.time.ZoneId;
import java.util.List;

/** A named set of times: inside when one of the windows contains the time. */
public record TimeInterval(String name, List<Window> windows) {
    public TimeInterval {
        windows = List.copyOf(windows);
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
    }

    /** From and to. */
    public record Range(int from, int to) {}
}
