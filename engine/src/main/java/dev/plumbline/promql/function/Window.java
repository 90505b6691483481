package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series that a range selector sees at one step: floats {@code values[from..to)} and histograms
 * {@code histograms[histogramFrom..histogramTo)}, each with its times, no staleness markers. One window object slides
 * along a series: functions read it and keep nothing of it. The arrays are shared and not to be written.
 */
public final class Window {
    public final long[] times;
    public final double[] values;
    public final long[] histogramTimes;
    public final Histogram[] histograms;
    public int from;
    public int to;
    public int histogramFrom;
    public int histogramTo;
    /** Since when the counters of the floats count, ms, 0 where not known; null: none known or not to be looked at. */
    public long @Nullable [] starts;
    /** The same for the histograms. */
    public long @Nullable [] histogramStarts;
    /** Start of the range, exclusive, ms. */
    public long startMillis;
    /** End of the range, inclusive, ms. */
    public long endMillis;
    /** Evaluation time, ms: differs from the end under {@code offset} and {@code @}. */
    public long evalMillis;

    public Window(long[] times, double[] values, long[] histogramTimes, Histogram[] histograms) {
        this.times = times;
        this.values = values;
        this.histogramTimes = histogramTimes;
        this.histograms = histograms;
    }

    public int size() {
        return to - from;
    }

    public int histogramSize() {
        return histogramTo - histogramFrom;
    }

    public boolean isEmpty() {
        return from == to && histogramFrom == histogramTo;
    }

    public boolean isMixed() {
        return from != to && histogramFrom != histogramTo;
    }

    public double first() {
        return values[from];
    }

    public double last() {
        return values[to - 1];
    }

    /** Walks floats and histograms in time order. */
    public void forEach(Visitor visitor) {
        int f = from;
        int h = histogramFrom;
        while (f < to || h < histogramTo) {
            if (h == histogramTo || f < to && times[f] < histogramTimes[h]) {
                visitor.sample(times[f], values[f], null);
                f++;
            } else {
                visitor.sample(histogramTimes[h], 0, histograms[h]);
                h++;
            }
        }
    }

    /** Takes one sample; a float when {@code histogram} is null. */
    public interface Visitor {
        void sample(long timeMillis, double value, @Nullable Histogram histogram);
    }
}
