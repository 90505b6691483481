package dev.plumbline.tsdb;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.ExactSum;
import java.util.Arrays;

/**
 * Makes the summary of a chunk of what its samples are, row by row in ascending order. About 12 ns a sample. Used for one chunk
 * after the other by one thread.
 */
final class SummaryBuilder {
    /** Most rows of a chunk. */
    static final int MAX_ROWS = 4 * OpenFrame.MAX_ROWS;
    private static final int[] NO_ROWS = {};
    private static final double[] NO_VALUES = {};
    private final ExactSum sum = new ExactSum();
    private final int[] resetRows = new int[ChunkSummary.MAX_RESETS];
    private final double[] resetValues = new double[ChunkSummary.MAX_RESETS];
    private int resets;
    private int samples;
    private int stale;
    private int firstRow;
    private int lastRow;
    private int changes;
    private double first;
    private double last;
    private double min;
    private double max;
    private boolean constant;
    private int extras;

    SummaryBuilder begin() {
        sum.clear();
        resets = 0;
        samples = 0;
        stale = 0;
        changes = 0;
        constant = true;
        extras = 0;
        return this;
    }

    /** Adds the samples {@code from <= i < to}, of which the one at {@code from} is in this row, the others in those behind it. */
    SummaryBuilder add(int row, double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            add(row + i - from, values[i]);
        }
        return this;
    }

    /** Adds the values of a frame as {@link Run#values} writes them at 0, the first of which is in this row of the chunk. */
    SummaryBuilder addFrame(int row, double[] values, int rows, Gaps missing) {
        for (int i = missing.nextPresent(0); i < rows; i = missing.nextPresent(i + 1)) {
            add(row + i, values[i]);
        }
        return this;
    }

    /** Adds a float, which may be a staleness marker. */
    void add(int row, double value) {
        if (StaleMarker.is(value)) {
            stale++;
            return;
        }
        if (samples++ == 0) {
            firstRow = row;
            first = value;
            min = value;
            max = value;
        } else {
            compare(row, value);
        }
        sum.add(value);
        last = value;
        lastRow = row;
    }

    private void compare(int row, double value) {
        if (value != last && !(Double.isNaN(value) && Double.isNaN(last))) {
            changes++;
            if (value < last) {
                addReset(row);
            }
        }
        constant &= Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(first);
        if (value < min || Double.isNaN(min)) {
            min = value;
        }
        if (value > max || Double.isNaN(max)) {
            max = value;
        }
    }

    private void addReset(int row) {
        if (resets < ChunkSummary.MAX_RESETS) {
            resetRows[resets] = row;
            resetValues[resets] = last;
        }
        resets++;
    }

    /** Notes that a sample is a histogram, which nothing else is said of. */
    void noteHistogram() {
        extras |= ChunkSummary.HISTOGRAMS;
    }

    /** Notes that a sample has a start time. */
    void noteStart() {
        extras |= ChunkSummary.STARTS;
    }

    ChunkSummary finish() {
        if (samples == 0 || (extras & ChunkSummary.HISTOGRAMS) != 0) {
            boolean none = (extras & ChunkSummary.HISTOGRAMS) == 0;
            return new ChunkSummary(extras | (none ? ChunkSummary.ROWS : 0), 0, none ? stale : 0, 0, 0, 0, 0, NO_ROWS, NO_VALUES, 0, 0, 0, 0, 0);
        }
        boolean fits = sum.fitsTwo();
        double high = fits ? sum.value() : 0;
        double low = fits ? sum.remainder() : 0;
        int listed = resets > ChunkSummary.MAX_RESETS ? 0 : resets;
        return new ChunkSummary(extras | flags(fits, low), samples, stale, firstRow, lastRow, first, last,
                listed == 0 ? NO_ROWS : Arrays.copyOf(resetRows, listed), listed == 0 ? NO_VALUES : Arrays.copyOf(resetValues, listed),
                changes, min, max, high, low);
    }

    private int flags(boolean fits, double low) {
        boolean plain = stale == 0 && firstRow == 0 && lastRow == samples - 1;
        return (plain ? 0 : ChunkSummary.ROWS) | (constant ? ChunkSummary.CONSTANT : 0)
                | (resets > ChunkSummary.MAX_RESETS ? ChunkSummary.MANY_RESETS : resets > 0 ? ChunkSummary.RESETS : 0)
                | (same(min, first) && same(max, last) ? 0 : ChunkSummary.EXTREMES)
                | (fits ? 0 : ChunkSummary.NO_SUM) | (low == 0 || constant ? 0 : ChunkSummary.LOW);
    }

    private static boolean same(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }
}
