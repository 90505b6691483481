package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One series of a vector over all steps. {@code values[i]} is the staleness marker where there is no element at step i:
 * no operation yields that NaN, because selectors leave it out. At a histogram's place the value is 0. Filled by its
 * maker, then read only; 8 bytes a step, 16 with histograms.
 */
final class Column {
    /** The column's own object, the head of its array and its place in a list. */
    private static final int OVERHEAD = 64;
    final Labels labels;
    /** Whether the metric's name is to be dropped when the query ends. */
    final boolean dropName;
    final double[] values;
    @Nullable Histogram @Nullable [] histograms;

    private Column(Labels labels, boolean dropName, double[] values, @Nullable Histogram @Nullable [] histograms) {
        this.labels = labels;
        this.dropName = dropName;
        this.values = values;
        this.histograms = histograms;
    }

    /** A column without elements. */
    static Column empty(Labels labels, boolean dropName, int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, StaleMarker.VALUE);
        return new Column(labels, dropName, values, null);
    }

    /** Takes over the values. */
    static Column of(Labels labels, boolean dropName, double[] values) {
        return new Column(labels, dropName, values, null);
    }

    /** The same elements under other labels; shares the arrays. */
    Column relabeled(Labels newLabels, boolean newDropName) {
        return new Column(newLabels, newDropName, values, histograms);
    }

    boolean has(int step) {
        return !StaleMarker.is(values[step]);
    }

    boolean hasFloat(int step) {
        return has(step) && histogram(step) == null;
    }

    @Nullable Histogram histogram(int step) {
        return histograms == null ? null : histograms[step];
    }

    void set(int step, double value) {
        values[step] = value;
    }

    void set(int step, Histogram histogram) {
        if (histograms == null) {
            histograms = new @Nullable Histogram[values.length];
        }
        values[step] = 0;
        histograms[step] = histogram;
    }

    /** Takes over another column's element. */
    void copy(int step, Column from) {
        Histogram histogram = from.histogram(step);
        if (histogram != null) {
            set(step, histogram);
        } else {
            values[step] = from.values[step];
        }
    }

    /** Bytes of heap that a column of floats takes, its labels not counted. */
    static long bytes(int steps) {
        return OVERHEAD + 8L * steps;
    }

    /** Bytes of heap, labels not counted. */
    long bytes() {
        long sum = bytes(values.length);
        if (histograms != null) {
            sum += 8L * histograms.length;
            for (Histogram h : histograms) {
                sum += h == null ? 0 : h.bytes();
            }
        }
        return sum;
    }

    boolean isEmpty() {
        for (double v : values) {
            if (!StaleMarker.is(v)) {
                return false;
            }
        }
        return true;
    }

    /** How many steps have an element. */
    int size() {
        int n = 0;
        for (double v : values) {
            if (!StaleMarker.is(v)) {
                n++;
            }
        }
        return n;
    }
}
