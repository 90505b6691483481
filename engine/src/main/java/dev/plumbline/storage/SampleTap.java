package dev.plumbline.storage;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of everything that a store takes, such as a queue of samples that are sent elsewhere. It is told before
 * the store's commit, and after it what became of it, so that it can be exact over the end of the process too. Called by
 * many threads at once.
 */
public interface SampleTap {

    /** Whether samples are wanted now; asked when a row or a transaction begins. */
    boolean isOpen();

    /**
     * Takes note of what is about to be committed. The samples are the caller's and change after the call.
     *
     * @return to be told how the commit ended; null when the tap cannot take them, which is its own matter to report
     */
    @Nullable Pending prepare(WrittenSamples samples);

    /** A commit under way. Exactly one method is called, once. */
    interface Pending {

        /** The store took everything. */
        void kept();

        /** The store took all but the samples with these indices. */
        void keptBut(WrittenSamples samples, BitSet leftOut);

        /** The store took nothing. */
        void lost();
    }
}
