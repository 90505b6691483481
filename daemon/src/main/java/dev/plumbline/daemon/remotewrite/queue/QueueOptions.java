package dev.plumbline.daemon.remotewrite.queue;

import java.nio.file.Path;

/**
 * Where the queue is and how large it may be.
 *
 * @param folder of its segments; created when absent
 * @param maxBytes of all segments together; beyond it the oldest goes, read or not; at least 64 KiB
 * @param segmentBytes of samples in a segment before the next is begun
 */
public record QueueOptions(Path folder, long maxBytes, long segmentBytes) {
    /** 2 GiB: some eight hours of 10,000 samples a second, at 6 to 7 bytes each. */
    public static final long DEFAULT_MAX_BYTES = 2L << 30;
    private static final long LEAST = 64 << 10;
    private static final long SEGMENT = 64 << 20;

    public QueueOptions {
        if (maxBytes < LEAST || segmentBytes < 1) {
            throw new IllegalArgumentException("queue of " + maxBytes + " bytes in segments of " + segmentBytes
                    + ": at least " + LEAST + " and 1 are needed");
        }
    }

    /** With segments of an eighth of it, at most 64 MiB. */
    public static QueueOptions of(Path folder, long maxBytes) {
        return new QueueOptions(folder, maxBytes, Math.max(1, Math.min(SEGMENT, maxBytes / 8)));
    }
}
