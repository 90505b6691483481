package dev.plumbline.tsdb;

import dev.plumbline.storage.Samples;
import org.jspecify.annotations.Nullable;

/** Makes the column of a block's table of the samples of a series, leaning on another one where that is smaller. Scratch memory is reused; not thread-safe. */
final class ColumnEncoder {
    /** Frames of a chunk. */
    static final int CHUNK_FRAMES = 4;
    private static final int ROWS = OpenFrame.MAX_ROWS;

    private final ColumnPacker packer = new ColumnPacker();
    private final SummaryBuilder summary = new SummaryBuilder();
    private final Bytes scratch = new Bytes(64);
    private final int[] lengths = new int[CHUNK_FRAMES];
    private final Bytes directory = new Bytes(256);
    private final Bytes frames = new Bytes(4096);
    private int firstRow;
    private int lastRow;
    private boolean leans;

    /** A column that others may lean on: its frames; null where they cannot. */
    record Base(int column, @Nullable BaseFrame[] frames) {}

    /**
     * Who it is that is encoded.
     *
     * @param column its number in the table
     * @param leansOn an earlier column that it may lean on; null when there is none
     * @param keeps takes its own frames, one for each of the table's; null when nothing will lean on it
     */
    record Role(int column, @Nullable Base leansOn, @Nullable BaseFrame @Nullable [] keeps) {}

    /** Row of the first sample of the column that was encoded last. */
    int firstRow() {
        return firstRow;
    }

    int lastRow() {
        return lastRow;
    }

    /**
     * Appends the column, with room for its checksum in front.
     *
     * @param times of the table's rows; those of the samples are among them
     * @param s at least one sample
     */
    void encode(long[] times, Samples s, Role role, Bytes out) {
        directory.length = 0;
        leans = false;
        frames.length = 0;
        packer.beginColumn();
        int next = s.from();
        int row = 0;
        firstRow = -1;
        int count = (times.length + ROWS - 1) / ROWS;
        for (int chunk = 0; chunk < count; chunk += CHUNK_FRAMES) {
            int until = Math.min(count, chunk + CHUNK_FRAMES);
            summary.begin();
            for (int f = chunk; f < until; f++) {
                int end = Math.min(times.length, (f + 1) * ROWS);
                int start = frames.length;
                packer.beginFrame();
                for (; next < s.to() && s.times()[next] <= times[end - 1]; next++) {
                    row = rowOf(times, row, s.times()[next]);
                    firstRow = firstRow < 0 ? row : firstRow;
                    packer.add(row - f * ROWS, s.values()[next], s.startTime(next), s.histogram(next));
                    note(row - chunk * ROWS, s, next);
                }
                write(f, end - f * ROWS, role);
                lengths[f - chunk] = frames.length - start;
            }
            summary.finish().write(scratch, directory);
            for (int f = chunk; f < until; f++) {
                directory.varint(lengths[f - chunk]);
            }
        }
        if (next < s.to()) {
            throw new IllegalArgumentException("samples behind the table's last row");
        }
        lastRow = row;
        BlockWriter.column(leans && role.leansOn != null ? role.column - role.leansOn.column : 0, directory, frames, out);
    }

    /** Appends the frame: as it is, or leaning on the base's. */
    private void write(int frame, int rows, Role role) {
        int start = frames.length;
        packer.write(rows, frames);
        BaseFrame base = role.leansOn == null ? null : role.leansOn.frames[frame];
        if (base != null) {
            leans |= packer.lean(base, start, frames);
        }
        if (role.keeps != null) {
            role.keeps[frame] = packer.base();
        }
    }

    private void note(int row, Samples s, int i) {
        if (s.histogram(i) != null) {
            summary.noteHistogram();
        } else {
            summary.add(row, s.values()[i]);
        }
        if (s.startTime(i) != 0) {
            summary.noteStart();
        }
    }

    private static int rowOf(long[] times, int from, long time) {
        int row = from;
        while (times[row] < time) {
            row++;
        }
        if (times[row] != time) {
            throw new IllegalArgumentException("a sample at " + time + " is in no row of the table");
        }
        return row;
    }
}
