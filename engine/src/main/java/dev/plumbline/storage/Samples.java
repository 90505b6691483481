package dev.plumbline.storage;

import dev.plumbline.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A run of samples of one series as columns: {@code times[i], values[i]} for {@code from <= i < to}, times strictly
 * ascending. The arrays may be larger than the run and <b>may be shared</b>: series that were scraped together
 * typically come with the same {@code times} array, which is how an engine recognises that windows planned for one of
 * them hold for all. Nobody writes to them. Staleness markers are in the run as values
 * ({@link dev.plumbline.model.StaleMarker}).
 *
 * @param times milliseconds since the epoch
 * @param values the floats; where {@code histograms} holds one, the value there means nothing
 * @param histograms null when no sample of the run is a histogram; else a histogram, or null at a float's place
 * @param startTimes null when no start of the run is known; else since when each sample's counter counts, in milliseconds
 *     since the epoch, 0 where it is not known
 * @param from first index of the run, inclusive
 * @param to last index of the run, exclusive
 */
public record Samples(long[] times, double[] values, @Nullable Histogram @Nullable [] histograms, long @Nullable [] startTimes,
        int from, int to) {
    /** No samples at all. */
    public static final Samples NONE = new Samples(new long[0], new double[0], null, null, 0, 0);

    public Samples {
        if (from < 0 || to < from || to > times.length || to > values.length) {
            throw new IllegalArgumentException("run [" + from + ", " + to + ") outside of columns of " + times.length);
        }
    }

    /** A run of floats only. */
    public static Samples floats(long[] times, double[] values, int from, int to) {
        return new Samples(times, values, null, null, from, to);
    }

    /** Number of samples. */
    public int size() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }

    /** The histogram at index {@code i} of the columns, or null when the sample there is a float. */
    public @Nullable Histogram histogram(int i) {
        return histograms == null ? null : histograms[i];
    }

    /** Since when the counter of the sample at index {@code i} of the columns counts, ms since the epoch; 0 when not known. */
    public long startTime(int i) {
        return startTimes == null ? 0 : startTimes[i];
    }
}
