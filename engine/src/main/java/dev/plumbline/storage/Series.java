package dev.plumbline.storage;

import dev.plumbline.model.Labels;
import org.jspecify.annotations.Nullable;

/** One series as a querier found it. Valid until its querier is closed; may be read from several threads. */
public interface Series {

    Labels labels();

    /**
     * The samples with {@code minMillis <= time <= maxMillis}, staleness markers included, decoded.
     *
     * @throws dev.plumbline.model.PlumblineException of kind INTERNAL when stored bytes do not decode
     */
    Samples samples(long minMillis, long maxMillis);

    /**
     * The same with the caller's memory: the samples are valid until the buffer is used again. For series that are read
     * one after the other and not kept. The times may still be shared with other series.
     */
    default Samples samples(long minMillis, long maxMillis, SampleBuffer buffer) {
        return samples(minMillis, maxMillis);
    }

    /**
     * Puts the figures of the samples with {@code minMillis <= time <= maxMillis} together without unpacking all of them: for
     * windows over many samples. The figures are cleared before. They are exactly those of the samples that {@link #samples} gives;
     * where there are histograms the series gives up ({@link WindowFigures#giveUp}). Start times are not looked at. Where the series is
     * {@link #downsampled} they are those of the aggregate rows that end in the range, and {@link #samples} gives less.
     *
     * @param buffer the caller's memory for what must be unpacked
     * @return false, with anything in the figures, when reading the samples costs about the same: then the caller does that
     */
    default boolean window(long minMillis, long maxMillis, SampleBuffer buffer, WindowFigures figures) {
        return false;
    }

    /**
     * What of the querier's range is left as aggregate rows only; null when all samples are there. {@link #window} then answers for all windows that
     * begin before the end of the last row, and {@link #samples} gives the last sample of each row.
     */
    default @Nullable Downsampled downsampled() {
        return null;
    }
}
