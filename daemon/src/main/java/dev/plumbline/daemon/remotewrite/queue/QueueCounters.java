package dev.plumbline.daemon.remotewrite.queue;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What went into the queue since the start. Thread-safe. */
public final class QueueCounters {
    final LongAdder samples = new LongAdder();
    final LongAdder histograms = new LongAdder();
    final LongAdder exemplars = new LongAdder();
    final LongAdder unwritten = new LongAdder();
    final LongAdder removedUnread = new LongAdder();
    final AtomicLong highestMillis = new AtomicLong(Long.MIN_VALUE);

    /** Floats. */
    public long samples() {
        return samples.sum();
    }

    public long histograms() {
        return histograms.sum();
    }

    public long exemplars() {
        return exemplars.sum();
    }

    /** Samples that could not be written to the queue: nobody will be sent them. */
    public long unwritten() {
        return unwritten.sum();
    }

    /** Segments that went because the queue was full while somebody had not read them. */
    public long removedUnread() {
        return removedUnread.sum();
    }

    /** The newest sample's time in ms since the epoch; {@code Long.MIN_VALUE} before the first. */
    public long highestMillis() {
        return highestMillis.get();
    }
}
