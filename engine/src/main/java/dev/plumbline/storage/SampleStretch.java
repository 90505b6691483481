package dev.plumbline.storage;

/** The figures of a stretch of samples that follow each other, none of them a marker or a histogram. */
public interface SampleStretch {
    /** How many samples, at least one. */
    int samples();

    double first();

    double last();

    int resets();

    /** The value before the i-th reset. */
    double beforeReset(int i);

    int changes();

    /** As {@link WindowFigures.Figure#MIN} says. */
    double min();

    double max();

    /** The exact sum is sumHigh + sumLow. */
    double sumHigh();

    double sumLow();
}
