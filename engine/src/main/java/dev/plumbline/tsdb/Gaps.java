package dev.plumbline.tsdb;

import java.util.BitSet;

/** Rows of a range that have no sample of a column. Costs nothing while there are none. */
final class Gaps {
    private static final BitSet NONE = new BitSet();
    private BitSet rows = NONE;

    /** Adds the rows from (inclusive) … to (exclusive). */
    void set(int from, int to) {
        if (from < to) {
            if (rows == NONE) {
                rows = new BitSet(to);
            }
            rows.set(from, to);
        }
    }

    boolean isEmpty() {
        return rows == NONE;
    }

    int count() {
        return rows.cardinality();
    }

    boolean has(int row) {
        return rows.get(row);
    }

    /** The first row at or after this one that is no gap. */
    int nextPresent(int row) {
        return rows.nextClearBit(row);
    }
}
