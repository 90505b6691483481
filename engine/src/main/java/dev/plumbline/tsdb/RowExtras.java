package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramShape;
import dev.plumbline.storage.Rejection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The histograms and start times of the row that is being made; costs one comparison per sample when there are none. */
final class RowExtras {
    private @Nullable Histogram[] histograms = new @Nullable Histogram[0];
    private long[] starts = new long[0];
    private final Bytes body = new Bytes(256);
    private final Bytes prefix = new Bytes(256);
    private boolean any;

    boolean any() {
        return any;
    }

    /** The column gets a new value. */
    void clear(int column) {
        if (any && column < starts.length) {
            histograms[column] = null;
            starts[column] = 0;
        }
    }

    void histogram(int column, Histogram histogram) {
        grow(column);
        histograms[column] = histogram;
    }

    void start(int column, long start) {
        if (start != 0 || any) {
            grow(column);
            starts[column] = start;
        }
    }

    private void grow(int column) {
        any = true;
        if (column >= starts.length) {
            int n = Math.max(column + 1, starts.length * 3 / 2 + 8);
            starts = Arrays.copyOf(starts, n);
            histograms = Arrays.copyOf(histograms, n);
        }
    }

    /** Since when the column's counter counts, ms; 0 when not known. */
    long start(int column) {
        return any && column < starts.length ? starts[column] : 0;
    }

    @Nullable Histogram histogram(int column) {
        return any && column < histograms.length ? histograms[column] : null;
    }

    @Nullable Rejection invalid(int column, SeriesIndex index, int id) {
        Histogram h = histogram(column);
        String problem = h == null ? null : HistogramShape.problem(h);
        return problem == null ? null : new Rejection.Invalid(index.labels(id), problem);
    }

    /** What two samples share when they have the same value. */
    long bits(int column, double value) {
        Histogram h = histogram(column);
        return h == null ? Double.doubleToRawLongBits(value) : HistogramCoder.identity(h);
    }

    /** Makes what comes before the value's token; answers its length in bytes. */
    int encode(int column, OpenFrame frame) {
        prefix.length = 0;
        Tokens.writePrefix(start(column) - frame.start(column), histogram(column), frame.histogram(column), body, prefix);
        return prefix.length;
    }

    int copyTo(byte[] row, int at) {
        System.arraycopy(prefix.array, 0, row, at, prefix.length);
        return at + prefix.length;
    }

    void rollback() {
        if (any) {
            Arrays.fill(histograms, null);
            Arrays.fill(starts, 0);
            any = false;
        }
    }
}
