package dev.plumbline.daemon.telemetry;

import dev.plumbline.time.Clock;
import dev.plumbline.tsdb.TsdbEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the store's events to the log. What can repeat with every commit, such as a failed write on a full disk, is
 * said at most every ten seconds for each kind, with how often it was left out; metrics count every one. Thread-safe.
 */
public final class StoreEventLog implements Consumer<TsdbEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(StoreEventLog.class);
    private static final long QUIET_NANOS = 10_000_000_000L;
    private final Clock clock;
    private final Consumer<String> errors;
    private final Map<Class<?>, Said> said = new HashMap<>();

    private record Said(long nanos, long leftOut) {}

    public StoreEventLog(Clock clock) {
        this(clock, LOG::error);
    }

    StoreEventLog(Clock clock, Consumer<String> errors) {
        this.clock = clock;
        this.errors = errors;
    }

    @Override
    public void accept(TsdbEvent event) {
        switch (event) {
            case TsdbEvent.Replayed replayed -> LOG.info(replayed.message());
            case TsdbEvent.Corruption corruption -> errors.accept(corruption.message());
            case TsdbEvent.WriteFailed failed -> seldom(failed);
            case TsdbEvent.SyncFailed failed -> seldom(failed);
            case TsdbEvent.Evicted evicted -> seldom(evicted);
        }
    }

    private synchronized void seldom(TsdbEvent event) {
        long now = clock.monotonicNanos();
        Said last = said.get(event.getClass());
        if (last != null && now - last.nanos < QUIET_NANOS) {
            said.put(event.getClass(), new Said(last.nanos, last.leftOut + 1));
            return;
        }
        String more = last == null || last.leftOut == 0 ? "" : " (and " + last.leftOut + " times more since the last message)";
        errors.accept(event.message() + more);
        said.put(event.getClass(), new Said(now, 0));
    }
}
