package dev.plumbline.daemon.alerting;

import dev.plumbline.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors that may repeat with every message, said at most every ten seconds for each topic, with how often not. Thread-safe. */
final class BoundedLog {
    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);
    private static final long QUIET_NANOS = 10_000_000_000L;
    private final Clock clock;
    private final Consumer<String> errors;
    private final Map<Topic, Said> said = new HashMap<>();

    /** What a message is about; a fixed list, which bounds the map. */
    enum Topic { PERSIST, RESTORE, REFUSED, DROPPED, UNPERSISTED, UNCONFIGURED, RETRY, REPLACED }

    private record Said(long nanos, long leftOut) {}

    BoundedLog(Clock clock) {
        this(clock, LOG::error);
    }

    BoundedLog(Clock clock, Consumer<String> errors) {
        this.clock = clock;
        this.errors = errors;
    }

    synchronized void error(Topic topic, String message) {
        long now = clock.monotonicNanos();
        Said last = said.get(topic);
        if (last != null && now - last.nanos < QUIET_NANOS) {
            said.put(topic, new Said(last.nanos, last.leftOut + 1));
            return;
        }
        String more = last == null || last.leftOut == 0 ? "" : " (and " + last.leftOut + " times more since the last message)";
        errors.accept(message + more);
        said.put(topic, new Said(now, 0));
    }
}
