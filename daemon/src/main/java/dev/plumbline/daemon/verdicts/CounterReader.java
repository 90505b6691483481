package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows counters by increments: each reading asks for the samples since the one before, and adds what every series grew by; a
 * value that went down began again from 0. So the increases of all readings add up to that of the window, nothing is extrapolated
 * at their seams, and no reading costs more when the window grows.
 *
 * <p>The first reading looks back {@link #PRIME_MILLIS} further for the values to begin with. A series without one counts from its first
 * sample. A series that appears later counts from 0 if {@code young}: the canary's series did not exist before. Later readings
 * overlap by {@link #OVERLAP_MILLIS}, so that samples that came late are not missed. Owned by one thread.
 */
final class CounterReader {
    static final long PRIME_MILLIS = 300_000;
    static final long OVERLAP_MILLIS = 60_000;
    private static final int MAX_SERIES = 50_000;
    private final String series;
    private final boolean young;
    private final Map<Labels, Last> last = new HashMap<>();
    private long readUntil = Long.MIN_VALUE;

    private record Last(long timeMillis, double value) {}

    /** What was added since the reading before: in all, by the bound {@code le}, over which time, by how many series in all. */
    record Increase(double total, SortedMap<Double, Double> byBound, long spanMillis, int series) {}

    CounterReader(String series, boolean young) {
        this.series = series;
        this.young = young;
    }

    /** The increase after {@code fromMillis}, which counts for the first reading only, or after the last reading, until {@code nowMillis}. */
    Increase read(Lookup lookup, long fromMillis, long nowMillis) {
        boolean first = readUntil == Long.MIN_VALUE;
        long from = first ? fromMillis : readUntil;
        long range = Math.max(1, nowMillis - from + (first ? PRIME_MILLIS : OVERLAP_MILLIS));
        Value.Matrix matrix = lookup.samples(series + "[" + range + "ms]");
        long before = newest();
        var sum = new Sum(first, from);
        matrix.series().forEach(points -> follow(points, sum));
        readUntil = nowMillis;
        return new Increase(sum.total, sum.byBound, sum.spanMillis(before), last.size());
    }

    private long newest() {
        return last.values().stream().mapToLong(Last::timeMillis).max().orElse(Long.MIN_VALUE);
    }

    /** What one reading adds up. */
    private static final class Sum {
        private final boolean first;
        private final long from;
        private final SortedMap<Double, Double> byBound = new TreeMap<>();
        private double total;
        private long primed = Long.MIN_VALUE; // the latest sample to begin with
        private long earliest = Long.MAX_VALUE; // of the samples that count
        private long latest = Long.MIN_VALUE;

        Sum(boolean first, long from) {
            this.first = first;
            this.from = from;
        }

        boolean isBeforeWindow(long time) {
            return first && time <= from;
        }

        void counted(long time) {
            earliest = Math.min(earliest, time);
            latest = Math.max(latest, time);
        }

        void add(Labels labels, double increase) {
            total += increase;
            // A bound that did not grow is there all the same.
            Lookup.bound(labels).ifPresent(bound -> byBound.merge(bound, increase, Double::sum));
        }

        /** @param newest the latest sample of the readings before */
        long spanMillis(long newest) {
            long began = newest != Long.MIN_VALUE ? newest : primed != Long.MIN_VALUE ? primed : earliest;
            return latest == Long.MIN_VALUE ? 0 : Math.max(0, latest - began);
        }
    }

    private void follow(Value.Points points, Sum sum) {
        Last known = last.get(points.labels());
        if (known == null && last.size() >= MAX_SERIES) {
            throw PlumblineException.resource("more than " + MAX_SERIES + " series are picked by " + series, null);
        }
        double increase = 0;
        for (int i = 0; i < points.times().length; i++) {
            long time = points.times()[i];
            double value = points.values()[i];
            if (!Double.isFinite(value) || known != null && time <= known.timeMillis) {
                continue;
            }
            if (sum.isBeforeWindow(time)) {
                sum.primed = Math.max(sum.primed, time);
            } else {
                sum.counted(time);
                increase += grown(known, value, sum.first);
            }
            known = new Last(time, value);
        }
        if (known != null) {
            last.put(points.labels(), known);
            sum.add(points.labels(), increase);
        }
    }

    private double grown(@Nullable Last known, double value, boolean first) {
        if (known == null) {
            return young && !first ? value : 0;
        }
        return value < known.value ? value : value - known.value;
    }
}
