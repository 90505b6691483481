package dev.plumbline.daemon.remotewrite;

import dev.plumbline.model.Exemplar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples that go in one request, as columns. Filled by the thread that reads the queue, then handed to a shard. */
final class Batch {
    private final int capacity;
    private final boolean resent;
    private final OutgoingSeries[] series;
    private final long[] times;
    private final long[] starts;
    private final double[] values;
    private final @Nullable Object[] extras; // null, the bytes of a histogram, or an exemplar
    private final List<Unit> units = new ArrayList<>();
    private int[] unitCounts = new int[8];
    private @Nullable Unit lastUnit;
    private int size;
    private int histograms;
    private int exemplars;

    /** @param resent whether the receiver may have had some of it from a sender that ended */
    Batch(int capacity, boolean resent) {
        this.capacity = capacity;
        this.resent = resent;
        series = new OutgoingSeries[capacity];
        times = new long[capacity];
        starts = new long[capacity];
        values = new double[capacity];
        extras = new @Nullable Object[capacity];
    }

    boolean isFull() {
        return size == capacity;
    }

    boolean isResent() {
        return resent;
    }

    void add(OutgoingSeries of, long start, long time, double value) {
        series[size] = of;
        starts[size] = start;
        times[size] = time;
        values[size] = value;
        size++;
    }

    void add(OutgoingSeries of, long start, long time, byte[] histogram) {
        add(of, start, time, 0);
        extras[size - 1] = histogram;
        histograms++;
    }

    void add(OutgoingSeries of, Exemplar exemplar) {
        add(of, 0, exemplar.timeMillis(), exemplar.value());
        extras[size - 1] = exemplar;
        exemplars++;
    }

    /** Says that the last sample is of this record. */
    void of(Unit unit) {
        int count = units.size();
        if (lastUnit == unit) {
            unitCounts[count - 1]++;
            return;
        }
        if (count == unitCounts.length) {
            unitCounts = Arrays.copyOf(unitCounts, 2 * count);
        }
        unitCounts[count] = 1;
        units.add(unit);
        lastUnit = unit;
    }

    /** All of it is acknowledged, or given up. */
    void done() {
        for (int i = 0; i < units.size(); i++) {
            units.get(i).done(unitCounts[i]);
        }
    }

    /** Forgets its samples. */
    void clear() {
        Arrays.fill(extras, 0, size, null);
        size = 0;
        histograms = 0;
        exemplars = 0;
    }

    /** The same with room for twice as many; belongs to no record. */
    Batch larger() {
        var larger = new Batch(2 * capacity, resent);
        for (int i = 0; i < size; i++) {
            larger.copy(this, i);
        }
        return larger;
    }

    /** Adds a sample of another batch. */
    void copy(Batch from, int i) {
        add(from.series[i], from.starts[i], from.times[i], from.values[i]);
        Object extra = from.extras[i];
        extras[size - 1] = extra;
        histograms += extra instanceof byte[] ? 1 : 0;
        exemplars += extra instanceof Exemplar ? 1 : 0;
    }

    /** A part of it, {@code from} inclusive, {@code to} exclusive, that belongs to no record. */
    Batch part(int from, int to) {
        var part = new Batch(to - from, resent);
        for (int i = from; i < to; i++) {
            part.copy(this, i);
        }
        return part;
    }

    /** Without what is older than a time; itself when nothing is. */
    Batch since(long oldestMillis) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            kept += times[i] >= oldestMillis ? 1 : 0;
        }
        if (kept == size) {
            return this;
        }
        var rest = new Batch(Math.max(1, kept), resent);
        for (int i = 0; i < size; i++) {
            if (times[i] >= oldestMillis) {
                rest.copy(this, i);
            }
        }
        return rest;
    }

    int size() {
        return size;
    }

    /** Floats among them. */
    int floats() {
        return size - histograms - exemplars;
    }

    int histograms() {
        return histograms;
    }

    int exemplars() {
        return exemplars;
    }

    OutgoingSeries series(int i) {
        return series[i];
    }

    long time(int i) {
        return times[i];
    }

    long start(int i) {
        return starts[i];
    }

    double value(int i) {
        return values[i];
    }

    /** Null for a float; the bytes of a histogram without its times; or an exemplar. */
    @Nullable Object extra(int i) {
        return extras[i];
    }

    /** The newest time in it, ms since the epoch. */
    long newest() {
        long newest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            newest = Math.max(newest, times[i]);
        }
        return newest;
    }
}
