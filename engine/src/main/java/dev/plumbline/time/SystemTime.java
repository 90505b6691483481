package dev.plumbline.time;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clocks. One platform thread waits for the next timer and hands each task that is due to a virtual
 * thread of its own, so that a task may block without delaying the others. An idle clock wakes nobody.
 */
public final class SystemTime implements Clock, AutoCloseable {
    private final ScheduledThreadPoolExecutor timers;

    public SystemTime() {
        timers = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("timers").factory());
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        var future = timers.schedule(() -> Thread.ofVirtual().name("timer").start(task), Math.max(0, delayMillis),
                TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void sleep(long millis) throws InterruptedException {
        Thread.sleep(Math.max(0, millis));
    }

    /** Drops all timers that have not started. */
    @Override
    public void close() {
        timers.shutdownNow();
    }
}
