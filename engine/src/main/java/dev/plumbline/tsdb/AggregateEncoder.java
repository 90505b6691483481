package dev.plumbline.tsdb;

import java.util.Arrays;
import java.util.List;

/**
 * Makes the column of a downsampled table of the aggregate rows of a series: figure by figure, 128 rows at a time, each packed as a
 * column of samples is (docs/formats/blocks.md, "Downsampled tables"). Scratch memory is reused; not thread-safe.
 */
final class AggregateEncoder {
    private static final int ROWS = OpenFrame.MAX_ROWS;
    /** A double's digits below its first. */
    private static final int DIGITS = 52;

    private final ColumnPacker packer = new ColumnPacker();
    private final Bytes directory = new Bytes(256);
    private final Bytes bytes = new Bytes(4096);
    private final double[][] figures = new double[AggregateFigures.COUNT][ROWS];
    private final int[] places = new int[ROWS];
    private final int[] lengths = new int[AggregateFigures.COUNT];
    private int firstRow;
    private int lastRow;

    /** Place in the table of the first row of the column that was encoded last. */
    int firstRow() {
        return firstRow;
    }

    int lastRow() {
        return lastRow;
    }

    /**
     * Appends the column, checksum first.
     *
     * @param ends of the table's rows; those of the series' rows are among them
     * @param rows at least one, ascending
     */
    void encode(long[] ends, List<AggregateRow> rows, Bytes out) {
        directory.length = 0;
        bytes.length = 0;
        int next = 0;
        int place = 0;
        firstRow = -1;
        for (int from = 0; from < ends.length; from += ROWS) {
            int to = Math.min(ends.length, from + ROWS);
            int n = 0;
            for (; next < rows.size() && rows.get(next).endMillis() <= ends[to - 1]; next++) {
                place = Arrays.binarySearch(ends, place, to, rows.get(next).endMillis());
                if (place < 0) {
                    throw new IllegalArgumentException("an aggregate row ends at " + rows.get(next).endMillis() + ", no row of the table");
                }
                firstRow = firstRow < 0 ? place : firstRow;
                lastRow = place;
                places[n] = place - from;
                take(rows.get(next), n++);
            }
            frame(n, to - from);
        }
        if (next < rows.size()) {
            throw new IllegalArgumentException("aggregate rows behind the table's last row");
        }
        BlockWriter.column(BlockWriter.NO_BASES, directory, bytes, out);
    }

    private void take(AggregateRow row, int n) {
        boolean any = row.samples() > 0;
        figures[AggregateFigures.SAMPLES][n] = row.samples();
        figures[AggregateFigures.FIRST_AT][n] = any ? row.endMillis() - row.first().millis() : 0;
        figures[AggregateFigures.LAST_AT][n] = any ? row.endMillis() - row.last().millis() : 0;
        figures[AggregateFigures.FIRST][n] = row.first().value();
        figures[AggregateFigures.LAST][n] = row.last().value();
        figures[AggregateFigures.MIN][n] = row.min();
        figures[AggregateFigures.MAX][n] = row.max();
        figures[AggregateFigures.CHANGES][n] = row.changes();
        figures[AggregateFigures.RESETS][n] = row.resets();
        figures[AggregateFigures.BEFORE][n] = row.before().high();
        figures[AggregateFigures.BEFORE_LOW][n] = row.before().low();
        figures[AggregateFigures.SUM][n] = row.sum().high();
        figures[AggregateFigures.SUM_LOW][n] = row.sum().low();
        figures[AggregateFigures.STALE][n] = row.endsStale() ? 1 : 0;
    }

    private void frame(int n, int rows) {
        int mask = 0;
        for (int f = 0; f < AggregateFigures.COUNT && n > 0; f++) {
            mask |= isNeeded(f, n) ? 1 << f : 0;
        }
        directory.varint(mask);
        for (int f = 0; f < AggregateFigures.COUNT; f++) {
            if ((mask >> f & 1) != 0) {
                if (AggregateFigures.isScaled(f)) {
                    directory.zigzag(scale(figures[f], n));
                }
                int start = bytes.length;
                pack(f, n, rows);
                lengths[f] = bytes.length - start;
            }
        }
        for (int f = 0; f < AggregateFigures.COUNT; f++) {
            if ((mask >> f & 1) != 0) {
                directory.varint(lengths[f]);
            }
        }
    }

    private boolean isNeeded(int figure, int n) {
        if ((AggregateFigures.ENDS >> figure & 1) != 0) {
            return true;
        }
        int substitute = AggregateFigures.substitute(figure);
        for (int i = 0; i < n; i++) {
            long other = substitute < 0 ? 0 : Double.doubleToRawLongBits(figures[substitute][i]);
            if (Double.doubleToRawLongBits(figures[figure][i]) != other) {
                return true;
            }
        }
        return false;
    }

    private void pack(int figure, int n, int rows) {
        packer.beginColumn();
        for (int i = 0; i < n; i++) {
            packer.add(figure == AggregateFigures.SAMPLES ? places[i] : i, figures[figure][i], 0, null);
        }
        packer.write(figure == AggregateFigures.SAMPLES ? rows : n, bytes);
    }

    /** Divides by the power of two that leaves the smallest whole numbers, and answers its exponent; 0 when they do not fit a double. */
    private static int scale(double[] values, int n) {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            if (values[i] != 0) {
                least = Math.min(least, lowestDigit(values[i]));
                most = Math.max(most, Math.getExponent(values[i]));
            }
        }
        if (least == Integer.MAX_VALUE || most - least > DIGITS) {
            return 0;
        }
        for (int i = 0; i < n; i++) {
            values[i] = Math.scalb(values[i], -least);
        }
        return least;
    }

    /** The exponent of the last binary digit that is set, of a finite number that is not 0. */
    private static int lowestDigit(double v) {
        int exponent = Math.max(Math.getExponent(v), Double.MIN_EXPONENT) - DIGITS;
        long digits = Double.doubleToRawLongBits(v) & (1L << DIGITS) - 1;
        return exponent + Math.min(DIGITS, Long.numberOfTrailingZeros(digits));
    }
}
