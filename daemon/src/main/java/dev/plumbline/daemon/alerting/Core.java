package dev.plumbline.daemon.alerting;

import dev.plumbline.time.Clock;
import java.util.random.RandomGenerator;

/** What every part of the state machine works with. */
record Core(Clock clock, RandomGenerator random, Journal journal, AlertingLimits limits, AlertingListener listener,
        BoundedLog log) {
    static final long NANOS_PER_MILLI = 1_000_000;

    /** How much monotonic time has passed since then, ms. */
    long millisSince(long nanos) {
        return (clock.monotonicNanos() - nanos) / NANOS_PER_MILLI;
    }

    /** The monotonic time so many milliseconds from now; bounded to 10 years either way, so that it cannot overflow. */
    long nanosIn(long millis) {
        long bound = 10L * 366 * 24 * 3600 * 1000;
        return clock.monotonicNanos() + Math.clamp(millis, -bound, bound) * NANOS_PER_MILLI;
    }

    /** Whether the monotonic time has come. */
    boolean reached(long nanos) {
        return clock.monotonicNanos() - nanos >= 0;
    }

    /** The wall's time at a monotonic time. */
    long wallAt(long nanos) {
        return clock.wallMillis() - millisSince(nanos);
    }
}
