package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one transaction, as columns, each series' samples linked in the order in which they came. A series that
 * comes twice in a row, and one that the index knows, is found without hashing its labels into a map.
 */
final class SampleBatch {
    private static final int NONE = -1;

    // series, by slot
    private Labels[] labels = new Labels[16];
    private int[] ids = new int[16]; // -1 when the index does not know the series
    private int[] first = new int[16];
    private int[] last = new int[16];
    private int slots;
    // samples
    private long[] times = new long[16];
    private double[] values = new double[16];
    private int[] next = new int[16];
    private long[] starts = new long[0];
    private @Nullable Histogram[] histograms = new @Nullable Histogram[0];
    private int samples;

    private final Map<Labels, Integer> unknown = new HashMap<>();
    private int[] table = new int[32]; // slot + 1 by id

    int slots() {
        return slots;
    }

    int samples() {
        return samples;
    }

    /** Number of series that the index did not know. */
    int unknown() {
        return unknown.size();
    }

    /** The slot of the series of the last sample when it is this series, else -1. */
    int lastSlot(Labels wanted) {
        return slots > 0 && labels[slots - 1].equals(wanted) ? slots - 1 : NONE;
    }

    /** The slot of a series, or -1. */
    int slot(Labels wanted, int id) {
        if (id < 0) {
            return unknown.getOrDefault(wanted, NONE);
        }
        int mask = table.length - 1;
        for (int at = spread(id) & mask; table[at] != 0; at = at + 1 & mask) {
            if (ids[table[at] - 1] == id) {
                return table[at] - 1;
            }
        }
        return NONE;
    }

    private static int spread(int id) {
        return id * 0x9E3779B9 >>> 7;
    }

    /** A slot for a series that has none. */
    int addSlot(Labels added, int id) {
        if (slots == ids.length) {
            int n = slots * 2;
            labels = Arrays.copyOf(labels, n);
            ids = Arrays.copyOf(ids, n);
            first = Arrays.copyOf(first, n);
            last = Arrays.copyOf(last, n);
        }
        labels[slots] = added;
        ids[slots] = id;
        first[slots] = NONE;
        last[slots] = NONE;
        if (id < 0) {
            unknown.put(added, slots);
        } else {
            remember(slots, id);
        }
        return slots++;
    }

    private void remember(int slot, int id) {
        if (slots * 2 >= table.length) {
            table = new int[table.length * 2];
            for (int s = 0; s < slots; s++) {
                if (ids[s] >= 0) {
                    insert(s, ids[s]);
                }
            }
        }
        insert(slot, id);
    }

    private void insert(int slot, int id) {
        int mask = table.length - 1;
        int at = spread(id) & mask;
        while (table[at] != 0) {
            at = at + 1 & mask;
        }
        table[at] = slot + 1;
    }

    void add(int slot, long time, double value) {
        if (samples == times.length) {
            int n = samples * 2;
            times = Arrays.copyOf(times, n);
            values = Arrays.copyOf(values, n);
            next = Arrays.copyOf(next, n);
        }
        times[samples] = time;
        values[samples] = value;
        next[samples] = NONE;
        if (last[slot] == NONE) {
            first[slot] = samples;
        } else {
            next[last[slot]] = samples;
        }
        last[slot] = samples++;
    }

    /** What came with the sample that was added last. */
    void extras(long start, @Nullable Histogram histogram) {
        if (start != 0) {
            starts = samples > starts.length ? Arrays.copyOf(starts, times.length) : starts;
            starts[samples - 1] = start;
        }
        if (histogram != null) {
            histograms = samples > histograms.length ? Arrays.copyOf(histograms, times.length) : histograms;
            histograms[samples - 1] = histogram;
        }
    }

    Labels labels(int slot) {
        return labels[slot];
    }

    int id(int slot) {
        return ids[slot];
    }

    /** At commit: the series that the slot has become; -1 when it cannot be one. */
    void id(int slot, int id) {
        ids[slot] = id;
        if (id < 0) {
            first[slot] = NONE;
        }
    }

    /** The slot's first sample, or -1. */
    int first(int slot) {
        return first[slot];
    }

    /** The slot's newest sample, or -1. */
    int last(int slot) {
        return last[slot];
    }

    /** The next sample of the same series, or -1. */
    int next(int sample) {
        return next[sample];
    }

    /** Leaves out the slot's samples up to a time. */
    void dropUntil(int slot, long time) {
        while (first[slot] != NONE && times[first[slot]] <= time) {
            first[slot] = next[first[slot]];
        }
    }

    long time(int sample) {
        return times[sample];
    }

    double value(int sample) {
        return values[sample];
    }

    long start(int sample) {
        return sample < starts.length ? starts[sample] : 0;
    }

    @Nullable Histogram histogram(int sample) {
        return sample < histograms.length ? histograms[sample] : null;
    }

    /** What two samples share when they have the same value. */
    long bits(int sample) {
        Histogram h = histogram(sample);
        return h == null ? Double.doubleToRawLongBits(values[sample]) : HistogramCoder.identity(h);
    }
}
