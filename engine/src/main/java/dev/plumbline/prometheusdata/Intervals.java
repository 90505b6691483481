package dev.plumbline.prometheusdata;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Time ranges in which the samples of one series were deleted, both ends inclusive. Not thread-safe. */
final class Intervals {
    static final Intervals NONE = new Intervals();
    private final TreeMap<Long, Long> ranges = new TreeMap<>(); // begin to end; they do not overlap

    void add(long min, long max) {
        if (min > max) {
            return;
        }
        long from = min;
        long to = max;
        Map.Entry<Long, Long> before = ranges.floorEntry(min);
        if (before != null && before.getValue() >= min) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        NavigableMap<Long, Long> within = ranges.subMap(from, true, to, true);
        for (long end : within.values()) {
            to = Math.max(to, end);
        }
        within.clear();
        ranges.put(from, to);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean contains(long time) {
        Map.Entry<Long, Long> range = ranges.isEmpty() ? null : ranges.floorEntry(time);
        return range != null && range.getValue() >= time;
    }

    /** Whether all of {@code [min, max]} was deleted. */
    boolean covers(long min, long max) {
        Map.Entry<Long, Long> range = ranges.isEmpty() ? null : ranges.floorEntry(min);
        return range != null && range.getValue() >= max;
    }
}
