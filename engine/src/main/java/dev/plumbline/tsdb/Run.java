package dev.plumbline.tsdb;

import java.util.BitSet;

/** Consecutive rows of a group, sealed or open, as a reader sees them: they do not change any more. */
sealed interface Run permits Frame, OpenRun {

    /** Time of the first row, ms. */
    long minTime();

    /** Time of the last row, ms. */
    long maxTime();

    int rows();

    /** Whether the column belongs to the series here and has a sample. */
    boolean has(int column, int seriesId);

    /** Writes all row times to {@code out[at …]}. */
    void times(long[] out, int at);

    /** Writes the column's values to {@code out[at + row]}; rows without a sample are set in {@code missing}, at the same index. */
    void values(int column, double[] out, int at, BitSet missing);

    /**
     * Gives the column's histograms and start times to {@code out}, where it has any.
     *
     * @param values what {@link #values} wrote, at the same places
     */
    void extras(int column, double[] values, int at, Extras out);
}
