package dev.plumbline.storage;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.util.Optional;

/**
 * One transaction of any samples: rule results, remote-write requests, loads of tests. Nothing is seen by readers
 * before {@link #commit}, everything at once after it. Not thread-safe; used once.
 */
public interface Appender extends AutoCloseable {

    /** Adds a sample whose start is not known; see {@link #append(Labels, long, long, double)}. */
    default Optional<Rejection> append(Labels labels, long timeMillis, double value) {
        return append(labels, 0, timeMillis, value);
    }

    /** Adds a native histogram whose start is not known. */
    default Optional<Rejection> append(Labels labels, long timeMillis, Histogram histogram) {
        return append(labels, 0, timeMillis, histogram);
    }

    /**
     * Adds a sample. A rejected sample is left out of the transaction; the others go on.
     *
     * @param labels the series, created when new
     * @param startMillis since when the sample's counter counts, in milliseconds since the epoch; 0 when not known
     * @param timeMillis milliseconds since the epoch
     * @return why the sample was not taken, or empty
     */
    Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, double value);

    /** Adds a native histogram; see {@link #append(Labels, long, long, double)}. */
    Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, Histogram histogram);

    /** The object that the storage itself keeps for these labels, once it has the series; before that what is given. Samples of that one are found sooner. */
    default Labels kept(Labels labels) {
        return labels;
    }

    /**
     * Makes the transaction durable, then visible. When it returns, the samples survive the end of the process.
     *
     * @throws dev.plumbline.model.PlumblineException of kind RESOURCE when the log cannot be written (disk full): then
     *     nothing of the transaction is kept
     */
    void commit();

    /** Forgets everything that was appended; also what {@link #close} does to an appender that was not committed. */
    void rollback();

    @Override
    void close();
}
