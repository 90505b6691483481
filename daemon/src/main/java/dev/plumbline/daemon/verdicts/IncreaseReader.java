package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows counters by increments: each reading asks for the samples since the one before, and adds what every series grew by; a
 * value that went down began again from 0. So the increases of all readings add up to that of the window, nothing is extrapolated
 * at their seams, and no reading costs more when the window grows.
 *
 * <p>The first reading looks back {@link #PRIME_MILLIS} further for the values to begin with. A series without one counts from its first
 * sample. A series that appears later counts from 0 if it is young: the canary's series did not exist before. Later readings
 * overlap by {@link #OVERLAP_MILLIS}, so that samples that came late are not missed. Owned by one thread.
 *
 * @param <T> what a sample is
 */
abstract class IncreaseReader<T> {
    static final long PRIME_MILLIS = 300_000;
    static final long OVERLAP_MILLIS = 60_000;
    private static final int MAX_SERIES = 50_000;
    private final Counters counters;
    private final Map<Labels, Last<T>> last = new HashMap<>();
    private long readUntil = Long.MIN_VALUE;

    private record Last<T>(long timeMillis, T value) {}

    /**
     * Which counters.
     *
     * @param selector that picks them
     * @param young whether those that appear later began with it
     * @param resumed whether readings were made before, by another reader that is gone: then those that appear in the first reading are young too
     */
    record Counters(String selector, boolean young, boolean resumed) {}

    IncreaseReader(Counters counters) {
        this.counters = counters;
    }

    /** The sample as it is followed, null for none: not a number, of another kind. */
    abstract @Nullable T at(Value.Points points, int i);

    /** Adds what a series grew by between two samples of its own; {@code before} is null for one that counts from 0. */
    abstract void grew(Labels labels, @Nullable T before, T after);

    /** That a series is there, even if it did not grow. */
    void seen(Labels labels) {}

    /** How many series there are so far. */
    int series() {
        return last.size();
    }

    /**
     * Reads after {@code fromMillis}, which counts for the first reading only, or after the last reading, until {@code nowMillis}.
     *
     * @return which time the samples span, in ms
     */
    long follow(Lookup lookup, long fromMillis, long nowMillis) {
        boolean first = readUntil == Long.MIN_VALUE;
        long from = first ? fromMillis : readUntil;
        long range = Math.max(1, nowMillis - from + (first ? PRIME_MILLIS : OVERLAP_MILLIS));
        Value.Matrix matrix = lookup.samples(counters.selector + "[" + range + "ms]");
        var span = new Span(last.values().stream().mapToLong(Last::timeMillis).max().orElse(Long.MIN_VALUE));
        long begin = first ? from : Long.MIN_VALUE;
        matrix.series().forEach(points -> follow(points, begin, span));
        readUntil = nowMillis;
        return span.millis();
    }

    /** Which time the samples of one reading span. */
    private static final class Span {
        private final long newest; // of the readings before
        private long primed = Long.MIN_VALUE; // the latest sample to begin with
        private long earliest = Long.MAX_VALUE; // of the samples that count
        private long latest = Long.MIN_VALUE;

        Span(long newest) {
            this.newest = newest;
        }

        long millis() {
            long began = newest != Long.MIN_VALUE ? newest : primed != Long.MIN_VALUE ? primed : earliest;
            return latest == Long.MIN_VALUE ? 0 : Math.max(0, latest - began);
        }
    }

    /** @param begin until when samples are only to begin with; the least number when there was a reading before */
    private void follow(Value.Points points, long begin, Span span) {
        Last<T> known = last.get(points.labels());
        if (known == null && last.size() >= MAX_SERIES) {
            throw PlumblineException.resource("more than " + MAX_SERIES + " series are picked by " + counters.selector, null);
        }
        for (int i = 0; i < points.times().length; i++) {
            long time = points.times()[i];
            T value = at(points, i);
            if (value == null || known != null && time <= known.timeMillis) {
                continue;
            }
            if (time <= begin) {
                span.primed = Math.max(span.primed, time);
            } else {
                span.earliest = Math.min(span.earliest, time);
                span.latest = Math.max(span.latest, time);
                if (known != null) {
                    grew(points.labels(), known.value, value);
                } else if (counters.young && (begin == Long.MIN_VALUE || counters.resumed)) {
                    grew(points.labels(), null, value);
                }
            }
            known = new Last<>(time, value);
        }
        if (known != null) {
            last.put(points.labels(), known);
            seen(points.labels());
        }
    }
}
