package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.yaml.MappingReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the lists time_intervals and mute_time_intervals, which share one space of names. */
final class TimeIntervals {
    private TimeIntervals() {}

    /** By name, in the file's order. */
    static Map<String, TimeInterval> read(MappingReader root) {
        Map<String, TimeInterval> intervals = new LinkedHashMap<>();
        list(root, "mute_time_intervals", "mute time interval", intervals);
        list(root, "time_intervals", "time interval", intervals);
        return intervals;
    }

    private static void list(MappingReader root, String key, String what, Map<String, TimeInterval> intervals) {
        for (MappingReader r : Reading.mappings(root, key, "a " + what)) {
            String name = r.string("name", "");
            if (name.isEmpty()) {
                r.error("name", "missing name in " + what);
            }
            List<TimeInterval.Window> windows = r.items("time_intervals").stream()
                    .map(item -> new WindowReader(MappingReader.of(item, "time_intervals", r.problems())).read()).toList();
            r.finish();
            if (!name.isEmpty() && intervals.putIfAbsent(name, new TimeInterval(name, windows)) != null) {
                r.error("name", what + " \"" + name + "\" is not unique");
            }
        }
    }
}
