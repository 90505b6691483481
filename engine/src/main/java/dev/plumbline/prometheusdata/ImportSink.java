package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;

/**
 * Takes what a data directory holds: {@code begin}, any number of {@code series}, {@code end}, for one time range after
 * the other. Ranges ascend and do not overlap. What a method throws ends the import and reaches who started it.
 * Called by one thread.
 */
public interface ImportSink {

    /**
     * A range begins.
     *
     * @param minMillis ms since the epoch, inclusive
     * @param maxMillis exclusive; all samples until {@link #end} are within
     */
    void begin(long minMillis, long maxMillis);

    /**
     * One series of the range, each once, strictly ascending by {@link Labels#compareTo}.
     *
     * @param samples at least one, times strictly ascending; the arrays are the sink's to keep. A histogram's reset is said
     *     as its chunk said it: unknown where another chunk or the log's samples begin
     */
    void series(Labels labels, Samples samples);

    /** The range is complete. Not called when a {@code series} threw. */
    void end();
}
