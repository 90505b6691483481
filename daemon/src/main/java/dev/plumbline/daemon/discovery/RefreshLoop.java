package dev.plumbline.daemon.discovery;

import dev.plumbline.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for target groups at once and after each interval, and hands them on when they have changed. Starts once; one refresh at a time. */
public final class RefreshLoop implements AutoCloseable {
    private final Clock clock;
    private final long intervalMillis;
    private volatile boolean closed;
    private volatile Clock.@Nullable Timer timer;
    private @Nullable List<TargetGroup> sent; // touched by the one running refresh only

    public RefreshLoop(Clock clock, long intervalMillis) {
        this.clock = clock;
        this.intervalMillis = intervalMillis;
    }

    /** @param refresh the groups that there are now; null: nobody knows, and those that were handed on stay */
    public void start(Supplier<@Nullable List<TargetGroup>> refresh, Consumer<List<TargetGroup>> sink) {
        timer = clock.schedule(0, () -> run(refresh, sink));
    }

    private void run(Supplier<@Nullable List<TargetGroup>> refresh, Consumer<List<TargetGroup>> sink) {
        if (closed) {
            return;
        }
        try {
            List<TargetGroup> groups = refresh.get();
            if (groups != null && !groups.equals(sent) && !closed) {
                sent = groups;
                sink.accept(groups);
            }
        } finally {
            if (!closed) {
                timer = clock.schedule(intervalMillis, () -> run(refresh, sink));
            }
        }
    }

    /** The sink is not called again after a call that is under way. */
    @Override
    public void close() {
        closed = true;
        Clock.Timer waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }
}
