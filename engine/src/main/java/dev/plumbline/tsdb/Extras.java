package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.storage.Samples;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What some samples have beside their values: histograms and start times. Arrays only once there is something to keep. */
final class Extras {
    private final int size;
    private @Nullable Histogram @Nullable [] histograms;
    private long @Nullable [] starts;

    /** For places 0 … size - 1. */
    Extras(int size) {
        this.size = size;
    }

    void put(int at, @Nullable Histogram histogram, long start) {
        if (histogram != null) {
            if (histograms == null) {
                histograms = new @Nullable Histogram[size];
            }
            histograms[at] = histogram;
        }
        if (start != 0) {
            if (starts == null) {
                starts = new long[size];
            }
            starts[at] = start;
        }
    }

    @Nullable Histogram histogram(int at) {
        return histograms == null ? null : histograms[at];
    }

    long start(int at) {
        return starts == null ? 0 : starts[at];
    }

    boolean isEmpty() {
        return histograms == null && starts == null;
    }

    /** Moves what is at one place to another. */
    void move(int from, int to) {
        if (histograms != null) {
            histograms[to] = histograms[from];
        }
        if (starts != null) {
            starts[to] = starts[from];
        }
    }

    void put(int at, Samples from, int index) {
        put(at, from.histogram(index), from.startTime(index));
    }

    /** The run of samples with these beside them. */
    Samples with(long[] times, double[] values, int from, int to) {
        @Nullable Histogram @Nullable [] h = histograms;
        long[] s = starts;
        boolean any = h != null && Arrays.stream(h, from, to).anyMatch(x -> x != null);
        boolean started = s != null && Arrays.stream(s, from, to).anyMatch(x -> x != 0);
        return new Samples(times, values, any ? h : null, started ? s : null, from, to);
    }
}
