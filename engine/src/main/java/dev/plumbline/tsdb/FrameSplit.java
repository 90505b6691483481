package dev.plumbline.tsdb;

import java.util.Arrays;

/** Makes a frame of the rows of another that are not older than a time. Not thread-safe. */
final class FrameSplit {
    private final ColumnPacker packer = new ColumnPacker();

    /** The rows from {@code time} (inclusive) on; there is one. */
    Frame after(Frame whole, long time) {
        int rows = whole.rows();
        var times = new long[rows];
        whole.times(times, 0);
        int at = Arrays.binarySearch(times, time);
        int first = at < 0 ? -at - 1 : at;
        var out = new Bytes(whole.bytes().length);
        Frame.packTimes(Arrays.copyOfRange(times, first, rows), rows - first, out);
        var offsets = new int[whole.offsets().length];
        for (int c = 0; c < offsets.length; c++) {
            int start = out.length;
            offsets[c] = whole.offsets()[c] >= 0 && column(whole, c, first, out) ? start : -1;
        }
        return new Frame(times[first], times[rows - 1], rows - first, whole.series(), offsets, Arrays.copyOf(out.array, out.length + 8));
    }

    private boolean column(Frame whole, int column, int first, Bytes out) {
        int rows = whole.rows();
        var values = new double[rows];
        var missing = new Gaps();
        var extras = new Extras(rows);
        if (whole.values(column, values, new Run.Place(0, rows, missing))) {
            whole.extras(column, values, 0, extras);
        }
        packer.beginColumn();
        for (int r = missing.nextPresent(first); r < rows; r = missing.nextPresent(r + 1)) {
            packer.add(r - first, values[r], extras.start(r), extras.histogram(r));
        }
        return packer.write(rows - first, out);
    }
}
