package dev.plumbline.tsdb;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Frames of base columns that were unpacked lately: a query that reads the buckets of a histogram needs each as often as there are buckets.
 * Holds {@value #PLACES} at most, about 1 MB, and nothing of the blocks themselves. Thread-safe: what it holds does not change.
 */
final class BaseFrames {
    private static final int PLACES = 1 << 10;

    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(PLACES);
    private final AtomicLong tables = new AtomicLong();

    private record Known(long table, int column, int frame, BaseFrame base) {}

    /** A number that no other table has. */
    long newTable() {
        return tables.incrementAndGet();
    }

    /** The frame of a table's column; null when it is not known any more. */
    @Nullable BaseFrame get(long table, int column, int frame) {
        Known found = known.get(place(table, column, frame));
        return found != null && found.table == table && found.column == column && found.frame == frame ? found.base : null;
    }

    void put(long table, int column, int frame, BaseFrame base) {
        known.set(place(table, column, frame), new Known(table, column, frame, base));
    }

    private static int place(long table, int column, int frame) {
        // neighbouring frames, and the columns of one frame, get places of their own
        long mixed = frame + ((table * 0x9E3779B97F4A7C15L ^ column * 0xC2B2AE3D27D4EB4FL) >>> 32);
        return (int) (mixed & PLACES - 1);
    }
}
