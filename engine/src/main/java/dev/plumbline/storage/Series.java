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
}
