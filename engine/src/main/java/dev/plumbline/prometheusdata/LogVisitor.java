package dev.plumbline.prometheusdata;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;

/** Takes the entries of the log's records, in their order. Times and starts in ms since the epoch, start 0 when not known. */
interface LogVisitor {

    /** From here on {@code ref} means these labels. */
    void series(long ref, Labels labels);

    void sample(long ref, long start, long time, double value);

    void histogram(long ref, long start, long time, Histogram histogram);

    /** Samples from {@code min} to {@code max}, both inclusive, were deleted. */
    void tombstone(long ref, long min, long max);

    /** Entries that are not read. */
    void other(String what, long count);
}
