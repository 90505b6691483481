package dev.plumbline.daemon.scrape.http;

import dev.plumbline.time.Clock;

/** A point in monotonic time that everything of one fetch must beat. */
final class Deadline {
    private final Clock clock;
    private final long endNanos;
    private final long timeoutMillis;

    Deadline(Clock clock, long timeoutMillis) {
        this.clock = clock;
        this.timeoutMillis = timeoutMillis;
        this.endNanos = clock.monotonicNanos() + timeoutMillis * 1_000_000;
    }

    /** Milliseconds left, ≥ 1; throws when there are none. */
    int remainingMillis() {
        long left = (endNanos - clock.monotonicNanos()) / 1_000_000;
        if (left <= 0) {
            throw expired(null);
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    boolean isOver() {
        return endNanos - clock.monotonicNanos() <= 0;
    }

    FetchException expired(@org.jspecify.annotations.Nullable Throwable cause) {
        return new FetchException(FetchException.Reason.TIMEOUT,
                "context deadline exceeded: no complete answer within the scrape timeout of " + timeoutMillis + " ms", cause);
    }
}
