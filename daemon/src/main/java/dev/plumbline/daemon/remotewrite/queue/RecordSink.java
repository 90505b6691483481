package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;

/**
 * Takes what is read from the queue. Series are numbered 0, 1, 2 … in each segment: {@link #segment} says that the numbers
 * begin anew. Bytes given are the reader's and change after the call.
 */
public interface RecordSink {

    /** All series are forgotten. */
    void segment();

    /** A series, with the number that is next. */
    void series(int ref, Labels labels);

    /** A float; {@code startMillis} is 0 when not known. */
    void sample(int ref, long startMillis, long timeMillis, double value);

    /** A native histogram, as a message of remote write without its times. */
    void histogram(int ref, long startMillis, long timeMillis, byte[] bytes, int from, int count);

    void exemplar(int ref, Exemplar exemplar);
}
