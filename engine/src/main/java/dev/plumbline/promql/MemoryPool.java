package dev.plumbline.promql;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all queries of one or more engines share: a bound in bytes and what is taken of it. Queries take
 * before they allocate and give back when they end. Thread-safe, wait-free but for retries.
 */
public final class MemoryPool {
    private final long limitBytes;
    private final AtomicLong held = new AtomicLong();

    /** A pool of so many bytes, at least 1. */
    public MemoryPool(long limitBytes) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("a pool needs at least 1 byte, not " + limitBytes);
        }
        this.limitBytes = limitBytes;
    }

    /** A pool that never refuses. */
    public static MemoryPool unlimited() {
        return new MemoryPool(Long.MAX_VALUE);
    }

    /** Takes bytes, at least 0; false, taking nothing, when fewer are left. */
    public boolean tryTake(long bytes) {
        long before = held.get();
        while (bytes <= limitBytes - before) {
            if (held.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = held.get();
        }
        return false;
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        held.addAndGet(-bytes);
    }

    public long heldBytes() {
        return held.get();
    }

    public long limitBytes() {
        return limitBytes;
    }
}
