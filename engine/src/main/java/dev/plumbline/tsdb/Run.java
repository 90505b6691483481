package dev.plumbline.tsdb;

/** Consecutive rows of a group, sealed or open, as a reader sees them: they do not change any more. */
sealed interface Run permits Frame, OpenRun, BlockRun {

    /** Time of the first row, ms. */
    long minTime();

    /** Time of the last row, ms. */
    long maxTime();

    int rows();

    /** Whether the column belongs to the series here and has a sample. */
    boolean has(int column, int seriesId);

    /** Whether the column, which {@link #has} samples, certainly has a float in each row that is no staleness marker. Cheap; false when that takes decoding. */
    boolean isFull(int column);

    /** Writes all row times to {@code out[at …]}. */
    void times(long[] out, int at);

    /**
     * Where a column's values go.
     *
     * @param at index of row 0
     * @param limit rows from this one on need not be written
     * @param missing takes the rows without a sample, by the same index
     */
    record Place(int at, int limit, Gaps missing) {}

    /**
     * Writes the column's values to {@code out[at + row]}; anything may be left behind at rows without a sample.
     *
     * @return whether the column has histograms or start times, which {@link #extras} gives
     */
    boolean values(int column, double[] out, Place place);

    /**
     * Gives the column's histograms and start times to {@code out}; to be called where {@link #values} said that it has any.
     *
     * @param values what {@link #values} wrote, at the same places
     */
    void extras(int column, double[] values, int at, Extras out);
}
