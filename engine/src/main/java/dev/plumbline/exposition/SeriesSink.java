package dev.plumbline.exposition;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;

/**
 * Where the samples of one body go, in the order of the body. The sink gives each series a number at first sight; the
 * parser remembers the number with the series' text and uses it from then on. Whatever the sink throws ends the parse.
 * Not thread-safe: called by the parsing thread only.
 */
public interface SeriesSink {
    /** The number of a series that is not wanted; remembered like any other. */
    int DROPPED = -1;

    /** The number of a series that cannot be taken now; not remembered, asked for again next time. */
    int REFUSED = -2;

    /** The number of a series that the parser has not seen: ≥ 0, {@link #DROPPED} or {@link #REFUSED}. */
    int series(Labels labels);

    /** A sample without a time of its own; {@code ref} is what {@link #series} gave. NaN comes as Prometheus's normal NaN. */
    void sample(int ref, double value);

    /** A sample with its own time in milliseconds since the epoch. */
    void sample(int ref, double value, long timeMillis);

    /** A native histogram without a time of its own; ignored unless overridden. */
    default void sample(int ref, Histogram histogram) {}

    /** A native histogram with its own time in milliseconds since the epoch; ignored unless overridden. */
    default void sample(int ref, Histogram histogram, long timeMillis) {}

    /** Since when the counter counts that the last sample of this series tells, ms since the epoch; ignored unless overridden. */
    default void start(int ref, long startMillis) {}

    /** An exemplar of the sample that came just before; ignored unless overridden. */
    default void exemplar(Exemplar exemplar) {}
}
