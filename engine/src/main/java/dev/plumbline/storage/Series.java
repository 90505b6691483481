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
}
