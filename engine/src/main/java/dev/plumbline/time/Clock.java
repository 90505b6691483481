package dev.plumbline.time;

/** Wall clock, monotonic clock and timers. Implementations are thread-safe. */
public interface Clock {

    /** Milliseconds since the Unix epoch, as the wall says; may jump in both directions. */
    long wallMillis();

    /** Nanoseconds since an arbitrary origin; never goes back. Only differences mean anything. */
    long monotonicNanos();

    /**
     * Runs {@code task} once after {@code delayMillis} (negative counts as 0) of monotonic time have passed.
     * The task runs on a thread of the clock's own choosing, may block, and schedules its successor itself.
     * What it throws is handed to the thread's uncaught-exception handler and ends nothing else.
     */
    Timer schedule(long delayMillis, Runnable task);

    /** Blocks the calling thread for {@code millis} of monotonic time; negative counts as 0. */
    void sleep(long millis) throws InterruptedException;

    /** A task that waits for its time. */
    interface Timer {

        /** Takes the task back; no effect when it has started. Returns whether it will now never run. */
        boolean cancel();
    }
}
