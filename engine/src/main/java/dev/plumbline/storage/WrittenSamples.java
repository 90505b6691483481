package dev.plumbline.storage;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a row or a transaction writes, as columns: the i-th sample is of {@link #labels}, {@link #time} and so on. Of a row,
 * each series keeps its place from row to row, with a mark that the reader may put there to know it again. Reused from row to
 * row, allocates nothing for a sample of a known series. Not thread-safe.
 */
public final class WrittenSamples {
    /** What {@link #mark} says of a series that nobody has marked. */
    public static final long UNMARKED = -1;
    private final boolean keepsPlaces;
    private int size;
    private int[] places = new int[0];
    private @Nullable Labels[] labels = new @Nullable Labels[0];
    private long[] marks = new long[0];
    private double[] values = new double[0];
    private long[] times = new long[0];
    private long[] starts = new long[0];
    private @Nullable Histogram[] histograms = new @Nullable Histogram[0];
    private int[] setIn = new int[0];
    private int row = 1;

    /** @param keepsPlaces whether a series keeps its place, and so its mark, from one commit to the next */
    public WrittenSamples(boolean keepsPlaces) {
        this.keepsPlaces = keepsPlaces;
    }

    /** Whether marks are still there at the next commit. */
    public boolean keepsPlaces() {
        return keepsPlaces;
    }

    /** Number of samples. */
    public int size() {
        return size;
    }

    public Labels labels(int i) {
        Labels known = labels[places[i]];
        if (known == null) {
            throw new IllegalStateException("sample " + i + " has no series");
        }
        return known;
    }

    /** Milliseconds since the epoch. */
    public long time(int i) {
        return times[places[i]];
    }

    /** Since when the counter counts, in ms since the epoch; 0 when not known. */
    public long start(int i) {
        return starts[places[i]];
    }

    /** The value; of a histogram, its sum. */
    public double value(int i) {
        return values[places[i]];
    }

    /** The histogram, or null when the sample is a float. */
    public @Nullable Histogram histogram(int i) {
        return histograms[places[i]];
    }

    /** What {@link #mark(int, long)} put at the sample's series, or {@link #UNMARKED}. */
    public long mark(int i) {
        return marks[places[i]];
    }

    /** Puts a mark of 0 or more at the sample's series; it stays while the series keeps its place. */
    public void mark(int i, long mark) {
        marks[places[i]] = mark;
    }

    /** Says which series is at a place from now on. */
    void place(int place, Labels series) {
        if (place >= labels.length) {
            grow(place + 1);
        }
        if (!series.equals(labels[place])) {
            labels[place] = series;
            marks[place] = UNMARKED;
        }
    }

    /** Forgets the samples; the series keep their places. */
    void clear() {
        size = 0;
        row++;
    }

    /** Forgets the series at a place. */
    void release(int place) {
        if (place < labels.length) {
            labels[place] = null;
            marks[place] = UNMARKED;
            histograms[place] = null;
        }
    }

    void set(int place, long time, double value) {
        if (setIn[place] != row) {
            setIn[place] = row;
            places[size++] = place;
        }
        times[place] = time;
        values[place] = value;
        starts[place] = 0;
        histograms[place] = null;
    }

    void set(int place, long time, Histogram histogram) {
        set(place, time, histogram.sum());
        histograms[place] = histogram;
    }

    void start(int place, long start) {
        starts[place] = start;
    }

    private void grow(int least) {
        int n = Math.max(least, labels.length * 3 / 2 + 8);
        int before = labels.length;
        places = Arrays.copyOf(places, n);
        labels = Arrays.copyOf(labels, n);
        marks = Arrays.copyOf(marks, n);
        Arrays.fill(marks, before, n, UNMARKED);
        values = Arrays.copyOf(values, n);
        times = Arrays.copyOf(times, n);
        starts = Arrays.copyOf(starts, n);
        histograms = Arrays.copyOf(histograms, n);
        setIn = Arrays.copyOf(setIn, n);
    }
}
