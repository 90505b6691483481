package dev.plumbline.daemon.alerting;

import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors that may repeat with every message, said at most every ten seconds for each topic, with how often not. Thread-safe. */
final class BoundedLog {
    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);
    private static final long QUIET_NANOS = 10_000_000_000L;
    private final Consumer<String> errors;
    private final Seldom<Topic> seldom;

    /** What a message is about. */
    enum Topic { PERSIST, RESTORE, REFUSED, DROPPED, UNPERSISTED, UNCONFIGURED, RETRY, REPLACED }

    BoundedLog(Clock clock) {
        this(clock, LOG::error);
    }

    BoundedLog(Clock clock, Consumer<String> errors) {
        seldom = new Seldom<>(clock, QUIET_NANOS);
        this.errors = errors;
    }

    void error(Topic topic, String text) {
        String message = seldom.message(topic, text);
        if (message != null) {
            errors.accept(message);
        }
    }
}
