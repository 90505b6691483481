package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import org.jspecify.annotations.Nullable;

/** Builds one record of the log: definitions, seals and rows in the order in which they are to be applied. Reused. */
final class RecordWriter {
    private static final int MOST_KEPT = 4 << 20;
    private static final int START = 4096;

    final Bytes bytes = new Bytes(START);
    private long previousTime;

    void begin() {
        if (bytes.array.length > MOST_KEPT) { // one large transaction shall not hold its memory for ever
            release();
        }
        bytes.length = 0;
        bytes.fixedLong(0); // Wal.finish puts length and checksum here
        previousTime = 0;
    }

    /** Lets go of the record's memory; the next {@link #begin} starts small. */
    void release() {
        bytes.array = new byte[START];
        bytes.length = 0;
    }

    void group(int ref, String name) {
        bytes.put(Wal.GROUP);
        bytes.varint(ref);
        bytes.string(name);
    }

    /** A group that transactions share. */
    void shared(int ref, int number) {
        bytes.put(Wal.SHARED);
        bytes.varint(ref);
        bytes.varint(number);
    }

    void column(int ref, int column, Labels labels) {
        bytes.put(Wal.COLUMN);
        bytes.varint(ref);
        bytes.varint(column);
        labels(labels);
    }

    private void labels(Labels labels) {
        bytes.varint(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            bytes.string(labels.name(i));
            bytes.string(labels.value(i));
        }
    }

    void deleted(Labels series, Tombstones.Range range) {
        bytes.put(Wal.DELETED);
        bytes.varint(0); // no group
        labels(series);
        bytes.zigzag(range.min());
        bytes.zigzag(range.max());
    }

    /**
     * Begins an entry of late samples; what {@link LateCoder} writes follows.
     *
     * @param labels null when the segment has them under this number already
     */
    void late(int ref, @Nullable Labels labels) {
        bytes.put(Wal.LATE);
        bytes.varint(ref);
        labels(labels == null ? Labels.EMPTY : labels);
    }

    /** A sealed frame; its columns are defined before. */
    void frame(int ref, Frame frame) {
        int[] offsets = frame.offsets();
        int end = frame.bytes().length - 8; // without the padding
        int first = end;
        var lengths = new int[offsets.length];
        for (int c = offsets.length - 1, next = end; c >= 0; c--) {
            if (offsets[c] >= 0) {
                lengths[c] = next - offsets[c];
                next = offsets[c];
                first = next;
            }
        }
        bytes.put(Wal.FRAME);
        bytes.varint(ref);
        bytes.varint(frame.rows());
        bytes.varint(first);
        bytes.varint(offsets.length);
        for (int length : lengths) {
            bytes.varint(length);
        }
        bytes.bytes(frame.bytes(), 0, end);
    }

    void seal(int ref) {
        bytes.put(Wal.SEAL);
        bytes.varint(ref);
    }

    /** Adds a row; answers where its tokens start. */
    int row(int ref, long time, byte[] tokens, int length) {
        bytes.put(Wal.ROW);
        bytes.varint(ref);
        bytes.zigzag(time - previousTime);
        previousTime = time;
        bytes.varint(length);
        int at = bytes.length;
        bytes.bytes(tokens, 0, length);
        return at;
    }
}
