package dev.plumbline.prometheuschunk;

import dev.plumbline.model.Histogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one series as columns that grow: what chunks are decoded into. The columns of histograms and of start times
 * are there once there is one. Reused; not thread-safe.
 */
public final class SampleColumns {
    private long[] times;
    private double[] values;
    private @Nullable Histogram @Nullable [] histograms;
    private long @Nullable [] starts;
    private int size;

    /** @param capacity samples that fit before the columns grow */
    public SampleColumns(int capacity) {
        times = new long[Math.max(1, capacity)];
        values = new double[times.length];
    }

    /** Adds a float; start and time in ms since the epoch, start 0 when not known. */
    public void add(long start, long time, double value) {
        if (size == times.length) {
            grow();
        }
        times[size] = time;
        values[size] = value;
        if (start != 0 || starts != null) {
            setStart(start);
        }
        if (histograms != null) {
            histograms[size] = null;
        }
        size++;
    }

    /** Adds a native histogram. */
    public void add(long start, long time, Histogram histogram) {
        if (histograms == null) {
            histograms = new @Nullable Histogram[times.length];
        }
        add(start, time, histogram.sum());
        histograms[size - 1] = histogram;
    }

    /** Adds the i-th sample of other columns. */
    public void add(SampleColumns other, int i) {
        Histogram histogram = other.histogram(i);
        if (histogram == null) {
            add(other.start(i), other.times[i], other.values[i]);
        } else {
            add(other.start(i), other.times[i], histogram);
        }
    }

    private void setStart(long start) {
        if (starts == null) {
            starts = new long[times.length];
        }
        starts[size] = start;
    }

    private void grow() {
        int capacity = Math.addExact(size, Math.max(8, size >> 1));
        times = Arrays.copyOf(times, capacity);
        values = Arrays.copyOf(values, capacity);
        histograms = histograms == null ? null : Arrays.copyOf(histograms, capacity);
        starts = starts == null ? null : Arrays.copyOf(starts, capacity);
    }

    /** Forgets the samples, keeps the columns. */
    public void clear() {
        truncate(0);
        histograms = null;
        starts = null;
    }

    /** Forgets the samples from index {@code to} on, which is at most {@link #size}. */
    public void truncate(int to) {
        size = Math.min(size, to);
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    /** The time of sample i, ms since the epoch. */
    public long time(int i) {
        return times[i];
    }

    /** The value of sample i; of a histogram, its sum. */
    public double value(int i) {
        return values[i];
    }

    /** The histogram of sample i, or null when it is a float. */
    public @Nullable Histogram histogram(int i) {
        return histograms == null ? null : histograms[i];
    }

    /** Since when the counter of sample i counts, ms since the epoch; 0 when not known. */
    public long start(int i) {
        return starts == null ? 0 : starts[i];
    }

    /** A copy of the times. */
    public long[] copyOfTimes() {
        return Arrays.copyOf(times, size);
    }

    /** A copy of the values. */
    public double[] copyOfValues() {
        return Arrays.copyOf(values, size);
    }

    /** A copy of the histograms, or null when there is none. */
    public @Nullable Histogram @Nullable [] copyOfHistograms() {
        return histograms == null ? null : Arrays.copyOf(histograms, size);
    }

    /** A copy of the start times, or null when none is known. */
    public long @Nullable [] copyOfStarts() {
        return starts == null ? null : Arrays.copyOf(starts, size);
    }
}
