package dev.plumbline.time;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The machine's clocks. A few platform threads wait for the next timer; the one that it wakes runs the task itself, since waking
 * another thread costs more than most tasks do. The last one that is free hands its task to a virtual thread instead, so that a
 * task may block without delaying the others. An idle clock wakes nobody.
 */
public final class SystemTime implements Clock, AutoCloseable {
    private static final int THREADS = 3;
    private final ScheduledThreadPoolExecutor timers;
    private final AtomicInteger busy = new AtomicInteger();

    public SystemTime() {
        timers = new ScheduledThreadPoolExecutor(THREADS, Thread.ofPlatform().daemon().name("timers-", 0).factory());
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
        var settled = new AtomicBoolean(); // run or taken back, whichever comes first
        var future = timers.schedule(() -> {
            if (settled.compareAndSet(false, true)) {
                run(task);
            }
        }, Math.max(0, delayMillis), TimeUnit.MILLISECONDS);
        return () -> {
            boolean first = settled.compareAndSet(false, true);
            future.cancel(false);
            return first;
        };
    }

    private void run(Runnable task) {
        try {
            if (busy.incrementAndGet() == THREADS) {
                Thread.ofVirtual().name("timer").start(task);
                return;
            }
            task.run();
        } catch (Throwable e) { // the executor would keep it to itself
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } finally {
            busy.decrementAndGet();
        }
    }

    @Override
    public void sleep(long millis) throws InterruptedException {
        Thread.sleep(Math.max(0, millis));
    }

    /** Drops all timers that have not started. */
    @Override
    public void close() {
        timers.shutdown(); // not at once: an interrupt would close the files that a task is writing
    }
}
