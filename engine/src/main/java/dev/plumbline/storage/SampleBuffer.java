package dev.plumbline.storage;

/**
 * Room for the decoded samples of one series at a time: a reader of many series gives the same buffer each time, so that
 * memory does not grow with what is read. Not thread-safe: one for each reading thread.
 */
public final class SampleBuffer {
    private double[] values = new double[0];

    /** An array with room for so many values, with anything in it. What the buffer was used for before is overwritten. */
    public double[] values(int size) {
        if (values.length < size) {
            values = new double[Math.max(size, values.length + (values.length >> 1))];
        }
        return values;
    }

    /** Bytes of heap that the buffer keeps. */
    public long bytes() {
        return 8L * values.length;
    }
}
