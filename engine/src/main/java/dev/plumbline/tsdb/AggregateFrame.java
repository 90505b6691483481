package dev.plumbline.tsdb;

import dev.plumbline.storage.AggregateTotals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Up to 128 aggregate rows of one series, unpacked: as far as was asked. A cursor stands at one of them at a time. One thread.
 */
final class AggregateFrame implements AggregateTotals {
    private final long[] ends;
    private final double[] @Nullable [] figures;
    private int row;

    /** Of rows with these ends, ascending; null for figures that are 0, or that nobody asked for. */
    AggregateFrame(long[] ends, double[] @Nullable [] figures) {
        this.ends = ends;
        this.figures = figures;
    }

    int rows() {
        return ends.length;
    }

    /** The first row whose end is at or after a time; {@link #rows} when there is none. */
    int atOrAfter(long time) {
        int at = Arrays.binarySearch(ends, time);
        return at < 0 ? -at - 1 : at;
    }

    AggregateFrame moveTo(int toRow) {
        row = toRow;
        return this;
    }

    long endMillis() {
        return ends[row];
    }

    private double figure(int figure) {
        double[] values = figures[figure];
        return values == null ? 0 : values[row];
    }

    @Override
    public long samples() {
        return (long) figure(AggregateFigures.SAMPLES);
    }

    @Override
    public long firstMillis() {
        return ends[row] - (long) figure(AggregateFigures.FIRST_AT);
    }

    @Override
    public long lastMillis() {
        return ends[row] - (long) figure(AggregateFigures.LAST_AT);
    }

    @Override
    public double first() {
        return figure(AggregateFigures.FIRST);
    }

    @Override
    public double last() {
        return figure(AggregateFigures.LAST);
    }

    @Override
    public double min() {
        return figure(AggregateFigures.MIN);
    }

    @Override
    public double max() {
        return figure(AggregateFigures.MAX);
    }

    @Override
    public long changes() {
        return (long) figure(AggregateFigures.CHANGES);
    }

    @Override
    public long resets() {
        return (long) figure(AggregateFigures.RESETS);
    }

    @Override
    public double beforeHigh() {
        return figure(AggregateFigures.BEFORE);
    }

    @Override
    public double beforeLow() {
        return figure(AggregateFigures.BEFORE_LOW);
    }

    @Override
    public double sumHigh() {
        return figure(AggregateFigures.SUM);
    }

    @Override
    public double sumLow() {
        return figure(AggregateFigures.SUM_LOW);
    }

    boolean endsStale() {
        return figure(AggregateFigures.STALE) != 0;
    }

    /** The row as a value; all figures were asked for. */
    AggregateRow toRow() {
        boolean any = samples() > 0;
        return new AggregateRow(endMillis(), samples(), new AggregateRow.Edge(any ? firstMillis() : 0, first()),
                new AggregateRow.Edge(any ? lastMillis() : 0, last()), min(), max(), changes(), resets(),
                new AggregateRow.Total(beforeHigh(), beforeLow()), new AggregateRow.Total(sumHigh(), sumLow()), endsStale());
    }
}
