package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Ranges of time of single series that were deleted: their samples stay where they are, and no reader is given them.
 * Thread-safe; a series' ranges are immutable.
 */
final class Tombstones {
    /** A closed range in ms. */
    record Range(long min, long max) {
        boolean meets(long from, long to) {
            return min <= to && from <= max;
        }
    }

    private final Map<Labels, List<Range>> bySeries = new ConcurrentHashMap<>();
    private long additions;

    /** How many ranges have been added so far. Under the lock of transactions. */
    long additions() {
        return additions;
    }

    boolean isEmpty() {
        return bySeries.isEmpty();
    }

    void add(Labels series, Range range) {
        additions++;
        bySeries.merge(series, List.of(range), Tombstones::union);
    }

    private static List<Range> union(List<Range> some, List<Range> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        all.sort(Comparator.comparingLong(Range::min));
        var merged = new ArrayList<Range>();
        for (Range next : all) {
            Range before = merged.isEmpty() ? null : merged.getLast();
            if (before != null && next.min <= before.max) {
                merged.set(merged.size() - 1, new Range(before.min, Math.max(before.max, next.max)));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }

    void forEach(BiConsumer<Labels, Range> told) {
        bySeries.forEach((series, ranges) -> ranges.forEach(r -> told.accept(series, r)));
    }

    List<Range> of(Labels series) {
        return bySeries.getOrDefault(series, List.of());
    }

    /** Forgets what ends before a time, the oldest of all samples'. */
    void dropBefore(long oldestMillis) {
        bySeries.replaceAll((series, ranges) -> ranges.stream().filter(r -> r.max >= oldestMillis).toList());
        bySeries.values().removeIf(List::isEmpty);
    }

    /** Whether anything is deleted in a closed range. */
    boolean meet(long min, long max) {
        return bySeries.values().stream().anyMatch(ranges -> meet(ranges, min, max));
    }

    /** Whether some of the ranges have a time in common with a closed one. */
    static boolean meet(List<Range> ranges, long from, long to) {
        for (Range range : ranges) {
            if (range.meets(from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets everything before a time. */
    void cutBefore(long timeMillis) {
        dropBefore(timeMillis);
        bySeries.replaceAll((series, ranges) -> ranges.stream().map(r -> new Range(Math.max(r.min, timeMillis), r.max)).toList());
    }

    /** The samples that are in none of the ranges. */
    static Samples visible(Samples s, List<Range> hidden) {
        if (hidden.isEmpty()) {
            return s;
        }
        var times = new long[s.size()];
        var values = new double[s.size()];
        var extras = new Extras(s.size());
        int n = 0;
        for (int i = s.from(); i < s.to(); i++) {
            long time = s.times()[i];
            if (!meet(hidden, time, time)) {
                times[n] = time;
                values[n] = s.values()[i];
                extras.put(n++, s, i);
            }
        }
        if (n == s.size()) {
            return s;
        }
        return n == 0 ? Samples.NONE : extras.with(Arrays.copyOf(times, n), Arrays.copyOf(values, n), 0, n);
    }
}
