package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.storage.Samples;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What came late of one series, in order of time; of two samples at one time the first that came. Adding one at the end takes a few
 * nanoseconds, in the middle as long as moving what is behind it. Thread-safe; what it hands out is a copy.
 */
final class LateSeries {
    private long[] times = new long[4];
    private double[] values = new double[4];
    private long @Nullable [] starts;
    private @Nullable Histogram @Nullable [] histograms;
    private int size;

    /** One sample. */
    record Sample(long time, double value, long start, @Nullable Histogram histogram) {
        /** What it takes in memory, about. */
        int bytes() {
            return 24 + (histogram == null ? 0
                    : 160 + 8 * (histogram.positive().counts().length + histogram.negative().counts().length));
        }
    }

    /** Adds a sample unless there is one at its time; answers whether it did. */
    synchronized boolean add(Sample s) {
        int at = size == 0 || s.time > times[size - 1] ? size : Arrays.binarySearch(times, 0, size, s.time);
        if (at >= 0 && at < size) {
            return false;
        }
        insert(at < 0 ? -at - 1 : at, s);
        return true;
    }

    private void insert(int at, Sample s) {
        if (size == times.length) {
            grow(size * 3 / 2 + 4);
        }
        int behind = size - at;
        System.arraycopy(times, at, times, at + 1, behind);
        System.arraycopy(values, at, values, at + 1, behind);
        times[at] = s.time;
        values[at] = s.value;
        if (s.start != 0 && starts == null) {
            starts = new long[times.length];
        }
        if (starts != null) {
            System.arraycopy(starts, at, starts, at + 1, behind);
            starts[at] = s.start;
        }
        if (s.histogram != null && histograms == null) {
            histograms = new @Nullable Histogram[times.length];
        }
        if (histograms != null) {
            System.arraycopy(histograms, at, histograms, at + 1, behind);
            histograms[at] = s.histogram;
        }
        size++;
    }

    private void grow(int capacity) {
        times = Arrays.copyOf(times, capacity);
        values = Arrays.copyOf(values, capacity);
        starts = starts == null ? null : Arrays.copyOf(starts, capacity);
        histograms = histograms == null ? null : Arrays.copyOf(histograms, capacity);
    }

    /** The samples of a range. */
    synchronized Samples within(Snapshot.Span span) {
        int from = lower(span.min());
        int to = span.max() == Long.MAX_VALUE ? size : lower(span.max() + 1);
        if (from >= to) {
            return Samples.NONE;
        }
        var extras = new Extras(to - from);
        for (int i = from; i < to && (starts != null || histograms != null); i++) {
            extras.put(i - from, histograms == null ? null : histograms[i], starts == null ? 0 : starts[i]);
        }
        return extras.with(Arrays.copyOfRange(times, from, to), Arrays.copyOfRange(values, from, to), 0, to - from);
    }

    private int lower(long time) {
        int at = Arrays.binarySearch(times, 0, size, time);
        return at < 0 ? -at - 1 : at;
    }

    /** Drops the samples whose times are in {@code gone}; answers the bytes that they took. */
    synchronized int remove(Samples gone) {
        int bytes = 0;
        int n = 0;
        for (int i = 0, g = gone.from(); i < size; i++) {
            while (g < gone.to() && gone.times()[g] < times[i]) {
                g++;
            }
            if (g < gone.to() && gone.times()[g] == times[i]) {
                bytes += sample(i).bytes();
            } else {
                move(i, n++);
            }
        }
        if (histograms != null) {
            Arrays.fill(histograms, n, size, null);
        }
        size = n;
        return bytes;
    }

    private void move(int from, int to) {
        times[to] = times[from];
        values[to] = values[from];
        if (starts != null) {
            starts[to] = starts[from];
        }
        if (histograms != null) {
            histograms[to] = histograms[from];
        }
    }

    private Sample sample(int i) {
        return new Sample(times[i], values[i], starts == null ? 0 : starts[i], histograms == null ? null : histograms[i]);
    }

    synchronized int size() {
        return size;
    }

    /** Time of the oldest sample, ms; {@code Long.MAX_VALUE} when there is none. */
    synchronized long oldest() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** Time of the newest sample, ms; {@code Long.MIN_VALUE} when there is none. */
    synchronized long newest() {
        return size == 0 ? Long.MIN_VALUE : times[size - 1];
    }
}
