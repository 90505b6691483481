package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import java.util.Arrays;

/** A series of a block's index: references of its labels' strings, and where its chunks are. Reused; not thread-safe. */
final class SeriesEntry {
    private long id;
    private long[] labels = new long[64];
    private int labelRefs;
    private long[] mins = new long[64];
    private long[] maxes = new long[64];
    private long[] chunks = new long[64];
    private int size;

    /** Reads an entry without its length and checksum. */
    void read(long seriesId, ByteCursor in) {
        id = seriesId;
        labelRefs = 2 * in.count(2);
        if (labelRefs > labels.length) {
            labels = new long[labelRefs];
        }
        for (int i = 0; i < labelRefs; i++) {
            labels[i] = in.uvarint();
        }
        size = in.count(3);
        if (size > mins.length) {
            mins = new long[size];
            maxes = new long[size];
            chunks = new long[size];
        }
        long time = 0;
        long ref = 0;
        for (int i = 0; i < size; i++) {
            mins[i] = i == 0 ? in.varint() : time + in.uvarint();
            maxes[i] = mins[i] + in.uvarint();
            ref = i == 0 ? in.uvarint() : ref + in.varint();
            chunks[i] = ref;
            time = maxes[i];
        }
    }

    /** What tombstones call the series. */
    long id() {
        return id;
    }

    Labels labels(Symbols symbols) {
        var pairs = new String[labelRefs];
        for (int i = 0; i < labelRefs; i++) {
            pairs[i] = symbols.get(labels[i]);
        }
        return LabelPairs.of(pairs);
    }

    /** Number of chunks. */
    int size() {
        return size;
    }

    /** Time of the first sample of chunk i, ms since the epoch. */
    long min(int i) {
        return mins[i];
    }

    /** Time of the last sample of chunk i. */
    long max(int i) {
        return maxes[i];
    }

    /** File (high 32 bits, from 0) and byte (low 32 bits) of chunk i. */
    long chunk(int i) {
        return chunks[i];
    }

    /** Whether a chunk has samples within {@code [from, to)}. */
    boolean overlaps(long from, long to) {
        for (int i = 0; i < size; i++) {
            if (mins[i] < to && maxes[i] >= from) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "series " + id + Arrays.toString(Arrays.copyOf(chunks, size));
    }
}
