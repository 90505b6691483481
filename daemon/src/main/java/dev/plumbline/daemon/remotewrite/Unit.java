package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.remotewrite.queue.Position;
import java.util.concurrent.atomic.AtomicInteger;

/** A record of the queue that is being sent: done when nothing of it waits any more. */
final class Unit {
    private final Position end;
    private final AtomicInteger waiting;

    /**
     * @param end where the next record begins
     * @param waiting samples that go into batches
     */
    Unit(Position end, int waiting) {
        this.end = end;
        this.waiting = new AtomicInteger(waiting);
    }

    Position end() {
        return end;
    }

    /** So many more are acknowledged, or given up. */
    void done(int count) {
        waiting.addAndGet(-count);
    }

    boolean isDone() {
        return waiting.get() <= 0;
    }
}
