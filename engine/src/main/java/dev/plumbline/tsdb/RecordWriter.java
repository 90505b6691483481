package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;

/** Builds one record of the log: definitions, seals and rows in the order in which they are to be applied. Reused. */
final class RecordWriter {
    private static final int MOST_KEPT = 4 << 20;

    final Bytes bytes = new Bytes(4096);
    private long previousTime;

    void begin() {
        if (bytes.array.length > MOST_KEPT) { // one large transaction shall not hold its memory for ever
            bytes.array = new byte[4096];
        }
        bytes.length = 0;
        bytes.fixedLong(0); // Wal.finish puts length and checksum here
        previousTime = 0;
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
