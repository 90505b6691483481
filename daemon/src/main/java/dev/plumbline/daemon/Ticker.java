package dev.plumbline.daemon;

import dev.plumbline.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets a state machine advance: so often, and soon after it was woken. The next tick is set before one begins, so that one
 * that hangs on a disk does not keep the others from coming. Thread-safe.
 */
final class Ticker implements AutoCloseable {
    private final Clock clock;
    private final long everyMillis;
    private final Runnable tick;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Clock.@Nullable Timer timer;
    private boolean started;
    private volatile boolean closed;

    Ticker(Clock clock, long everyMillis, Runnable tick) {
        this.clock = clock;
        this.everyMillis = everyMillis;
        this.tick = tick;
    }

    /** Begins; a second call does nothing. */
    synchronized void start() {
        if (!started && !closed) {
            started = true;
            timer = clock.schedule(0, this::beat);
        }
    }

    private void beat() {
        synchronized (this) {
            if (closed) {
                return;
            }
            timer = clock.schedule(everyMillis, this::beat);
        }
        tick.run();
    }

    /** Asks for a tick soon; returns at once. Nothing before {@link #start}. */
    void wake() {
        synchronized (this) {
            if (!started || closed) {
                return;
            }
        }
        if (woken.compareAndSet(false, true)) {
            clock.schedule(0, () -> {
                woken.set(false);
                if (!closed) {
                    tick.run();
                }
            });
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
