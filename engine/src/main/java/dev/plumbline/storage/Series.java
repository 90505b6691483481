package dev.plumbline.storage;

import dev.plumbline.model.Labels;

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
     * where there are histograms the series gives up ({@link WindowFigures#giveUp}). Start times are not looked at.
     *
     * @param buffer the caller's memory for what must be unpacked
     * @return false, with anything in the figures, when reading the samples costs about the same: then the caller does that
     */
    default boolean window(long minMillis, long maxMillis, SampleBuffer buffer, WindowFigures figures) {
        return false;
    }
}
