package dev.plumbline.storage;

/**
 * The figures of a stretch of which no more is known: an aggregate row of downsampled data (docs/formats/downsampling.md). Those that are
 * not wanted may be anything.
 */
public interface AggregateTotals {
    /** How many samples; when none, nothing else means anything. */
    long samples();

    long firstMillis();

    double first();

    long lastMillis();

    double last();

    /** As {@link WindowFigures.Figure#MIN} says. */
    double min();

    double max();

    long changes();

    long resets();

    /** The sum of the values before the resets is beforeHigh + beforeLow; not finite: beforeHigh is what adding gives. */
    double beforeHigh();

    double beforeLow();

    /** The same for the sum of all samples. */
    double sumHigh();

    double sumLow();
}
