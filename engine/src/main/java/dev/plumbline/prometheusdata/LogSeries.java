package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The series that the log names: each label set has one number, however many references it had, since a series that went
 * and came back gets another one. Not thread-safe.
 */
final class LogSeries {
    static final int UNKNOWN = -1;
    private final RefMap byRef = new RefMap();
    private final Map<Labels, Integer> byLabels = new HashMap<>();
    private final List<Labels> labels = new ArrayList<>();
    private final Map<Integer, Intervals> deleted = new HashMap<>();

    void add(long ref, Labels series) {
        Integer number = byLabels.putIfAbsent(series, labels.size());
        if (number == null) {
            number = labels.size();
            labels.add(series);
        }
        byRef.put(ref, number);
    }

    /** The number of the series that the log calls so, or {@link #UNKNOWN}. */
    int number(long ref) {
        return byRef.get(ref);
    }

    void delete(int number, long min, long max) {
        deleted.computeIfAbsent(number, n -> new Intervals()).add(min, max);
    }

    Intervals deleted(int number) {
        return deleted.getOrDefault(number, Intervals.NONE);
    }

    Labels labels(int number) {
        return labels.get(number);
    }

    int size() {
        return labels.size();
    }

    /** All numbers, ascending by labels. */
    int[] ordered() {
        return IntStream.range(0, labels.size()).boxed().sorted(Comparator.comparing(labels::get)).mapToInt(Integer::intValue).toArray();
    }
}
