package dev.plumbline.storage;

import org.jspecify.annotations.Nullable;

/**
 * Room for the decoded samples of one series at a time: a reader of many series gives the same buffer each time, so that
 * memory does not grow with what is read. Not thread-safe: one for each reading thread.
 */
public final class SampleBuffer {
    private double[] values = new double[0];
    private @Nullable Object kept;
    private long keptBytes;

    /** An array with room for so many values, with anything in it. What the buffer was used for before is overwritten. */
    public double[] values(int size) {
        if (values.length < size) {
            values = new double[Math.max(size, values.length + (values.length >> 1))];
        }
        return values;
    }

    /** What a series left here by {@link #keep} for its next reading; null when that was another one, or nothing. */
    public <T> @Nullable T kept(Class<T> type) {
        return type.isInstance(kept) ? type.cast(kept) : null;
    }

    /** Keeps what a series has unpacked, of so many bytes of heap, until something else is kept. */
    public void keep(Object unpacked, long bytes) {
        kept = unpacked;
        keptBytes = bytes;
    }

    /** Bytes of heap that the buffer keeps. */
    public long bytes() {
        return 8L * values.length + keptBytes;
    }
}
