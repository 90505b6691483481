package dev.plumbline.tsdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reader of one column of a downsampled table: its directory at once, a frame when it is asked for, and of that only the figures
 * that are wanted. One thread. Whatever does not fit throws {@link MalformedBytes} or an index exception.
 */
final class AggregateColumn {
    private final BlockTable table;
    private final Mapped file;
    private final long end;
    private final Tokens directory = new Tokens();
    /** Where each frame's entry is in the directory, and where its figures start in the file. */
    private final int[] entries;
    private final long[] starts;

    /** Of the column at {@code [at, end)} of a table with so many frames; its checksum fits. */
    AggregateColumn(BlockTable table, Mapped file, long at, long end) {
        this.table = table;
        this.file = file;
        this.end = end;
        Mapped.Cursor cursor = file.new Cursor(at + 4);
        int length = cursor.next();
        directory.on(file.copy(cursor.at, length, 8), 0, length);
        entries = new int[table.frames()];
        starts = new long[table.frames()];
        long next = cursor.at + length;
        var lengths = new int[AggregateFigures.COUNT];
        var scales = new int[AggregateFigures.COUNT];
        for (int f = 0; f < entries.length; f++) {
            entries[f] = directory.pos;
            starts[f] = next;
            next += entry(lengths, scales);
        }
        if (next > end) {
            throw new MalformedBytes("figures reach beyond their column");
        }
    }

    /** Reads the next entry, of what it has; answers the bytes of all its figures. */
    private long entry(int[] lengths, int[] scales) {
        long mask = directory.varint();
        if (mask != 0 && ((mask & AggregateFigures.ENDS) != AggregateFigures.ENDS || mask > AggregateFigures.ALL)) {
            throw new MalformedBytes("figures " + mask + " of aggregate rows");
        }
        for (int f = 0; f < lengths.length; f++) {
            if ((mask >> f & 1) != 0 && AggregateFigures.isScaled(f)) {
                scales[f] = (int) Bytes.unzig(directory.varint());
            }
        }
        long sum = 0;
        for (int f = 0; f < lengths.length; f++) {
            if ((mask >> f & 1) != 0) {
                long length = directory.varint();
                if (length <= 0 || length > end) {
                    throw new MalformedBytes("a figure of " + length + " bytes");
                }
                lengths[f] = (int) length;
                sum += length;
            }
        }
        return sum;
    }

    /** Unpacks the wanted figures of a frame; null when it has no row of the series. */
    @Nullable AggregateFrame frame(int frame, int wanted) {
        var lengths = new int[AggregateFigures.COUNT];
        var scales = new int[AggregateFigures.COUNT];
        directory.pos = entries[frame];
        long size = entry(lengths, scales);
        if (size == 0) {
            return null;
        }
        byte[] bytes = file.copy(starts[frame], size, 8);
        double[] @Nullable [] figures = new double[AggregateFigures.COUNT] @Nullable [];
        long[] ends = samples(bytes, frame, figures);
        int at = lengths[AggregateFigures.SAMPLES];
        for (int f = 1; f < figures.length; f++) {
            if (lengths[f] > 0 && (wanted >> f & 1) != 0) {
                figures[f] = figure(bytes, at, ends.length, scales[f]);
            }
            at += lengths[f];
        }
        for (int f = 0; f < figures.length; f++) {
            int substitute = AggregateFigures.substitute(f);
            figures[f] = figures[f] == null && substitute >= 0 ? figures[substitute] : figures[f];
        }
        return new AggregateFrame(ends, figures);
    }

    /** Unpacks the first figure, which says which rows there are; answers their ends. */
    private long[] samples(byte[] bytes, int frame, double[] @Nullable [] figures) {
        int rows = table.rowsOf(frame);
        var times = new long[rows];
        table.times(frame, frame + 1, times, 0);
        var values = new double[rows];
        var missing = new Gaps();
        new ColumnReader(new Tokens().on(bytes, 0, bytes.length), rows).read(values, new Run.Place(0, rows, missing));
        int n = 0;
        for (int r = missing.nextPresent(0); r < rows; r = missing.nextPresent(r + 1)) {
            times[n] = times[r];
            values[n++] = values[r];
        }
        figures[AggregateFigures.SAMPLES] = values;
        return Arrays.copyOf(times, n);
    }

    private static double[] figure(byte[] bytes, int at, int rows, int scale) {
        var values = new double[rows];
        var missing = new Gaps();
        new ColumnReader(new Tokens().on(bytes, at, bytes.length), rows).read(values, new Run.Place(0, rows, missing));
        if (!missing.isEmpty()) {
            throw new MalformedBytes("a figure is missing in aggregate rows");
        }
        for (int i = 0; i < rows && scale != 0; i++) {
            values[i] = Math.scalb(values[i], scale);
        }
        return values;
    }

    /** All rows, all figures. */
    List<AggregateRow> rows() {
        var all = new ArrayList<AggregateRow>();
        for (int f = 0; f < entries.length; f++) {
            AggregateFrame frame = frame(f, AggregateFigures.ALL);
            for (int r = 0; frame != null && r < frame.rows(); r++) {
                all.add(frame.moveTo(r).toRow());
            }
        }
        return all;
    }
}
