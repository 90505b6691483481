package dev.plumbline.time;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock that stands still until it is told to move. Tasks run on the thread that moves it, in order of their time
 * and, at the same time, of their scheduling: a run is a pure function of what was scheduled. Not thread-safe beyond
 * single calls; one thread drives a simulation.
 */
public final class VirtualTime implements Clock {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::order));
    private long wallOffsetMillis;
    private long nanos;
    private long scheduled;

    /** Starts at the given wall time; the monotonic clock starts at 0. */
    public VirtualTime(long wallMillis) {
        wallOffsetMillis = wallMillis;
    }

    @Override
    public synchronized long wallMillis() {
        return wallOffsetMillis + nanos / 1_000_000;
    }

    @Override
    public synchronized long monotonicNanos() {
        return nanos;
    }

    @Override
    public synchronized Timer schedule(long delayMillis, Runnable task) {
        var entry = new Task(nanos + Math.max(0, delayMillis) * 1_000_000, scheduled++, task);
        tasks.add(entry);
        return () -> cancel(entry);
    }

    private synchronized boolean cancel(Task entry) {
        return tasks.remove(entry);
    }

    /** Moves time forward by {@code millis} and returns at once, running nothing that is not due before. */
    @Override
    public void sleep(long millis) {
        advance(millis);
    }

    /** Moves time forward, running every task that becomes due on the way at exactly its time. */
    public void advance(long millis) {
        long end = monotonicNanos() + Math.max(0, millis) * 1_000_000;
        while (true) {
            Task next = takeDue(end);
            if (next == null) {
                break;
            }
            next.task.run();
        }
        arrive(end);
    }

    private synchronized void arrive(long end) {
        nanos = Math.max(nanos, end);
    }

    private synchronized @org.jspecify.annotations.Nullable Task takeDue(long end) {
        Task next = tasks.peek();
        if (next == null || next.dueNanos > end) {
            return null;
        }
        tasks.remove();
        nanos = Math.max(nanos, next.dueNanos);
        return next;
    }

    /** Lets the wall clock jump, forward or (negative) back, while monotonic time and timers stay as they are. */
    public synchronized void jumpWall(long millis) {
        wallOffsetMillis += millis;
    }

    /** How many tasks wait. */
    public synchronized int waiting() {
        return tasks.size();
    }

    private record Task(long dueNanos, long order, Runnable task) {}
}
