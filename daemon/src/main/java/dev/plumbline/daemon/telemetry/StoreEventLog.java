package dev.plumbline.daemon.telemetry;

import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
import dev.plumbline.tsdb.TsdbEvent;
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
    private final Consumer<String> errors;
    private final Seldom<Class<?>> seldom;

    public StoreEventLog(Clock clock) {
        this(clock, LOG::error);
    }

    StoreEventLog(Clock clock, Consumer<String> errors) {
        seldom = new Seldom<>(clock, QUIET_NANOS);
        this.errors = errors;
    }

    @Override
    public void accept(TsdbEvent event) {
        switch (event) {
            case TsdbEvent.Replayed replayed -> LOG.info(replayed.message());
            case TsdbEvent.Corruption corruption -> errors.accept(corruption.message());
            case TsdbEvent.WriteFailed failed -> seldom(failed);
            case TsdbEvent.SyncFailed failed -> seldom(failed);
            case TsdbEvent.CutEarly early -> seldom(early);
            case TsdbEvent.Damaged damaged -> errors.accept(damaged.message());
        }
    }

    private void seldom(TsdbEvent event) {
        String message = seldom.message(event.getClass(), event.message());
        if (message != null) {
            errors.accept(message);
        }
    }
}
