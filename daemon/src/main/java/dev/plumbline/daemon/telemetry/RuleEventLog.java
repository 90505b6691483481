package dev.plumbline.daemon.telemetry;

import dev.plumbline.rules.RuleEvent;
import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to rules to the log: of each kind and group at most one line a minute, with how many were left out;
 * metrics count every one. Thread-safe.
 */
public final class RuleEventLog implements Consumer<RuleEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(RuleEventLog.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    private final Consumer<String> warnings;
    private final Consumer<String> errors;
    private final Seldom<Key> seldom;

    private record Key(Class<?> kind, String group) {}

    public RuleEventLog(Clock clock) {
        this(clock, LOG::warn, LOG::error);
    }

    RuleEventLog(Clock clock, Consumer<String> warnings, Consumer<String> errors) {
        seldom = new Seldom<>(clock, QUIET_NANOS);
        this.warnings = warnings;
        this.errors = errors;
    }

    @Override
    public void accept(RuleEvent event) {
        String message = seldom.message(new Key(event.getClass(), event.group()), event.message());
        if (message != null) {
            level(event).accept(message);
        }
    }

    /** What a rule's author has to look at is a warning; what may lose an alert or its state is an error. */
    private Consumer<String> level(RuleEvent event) {
        return switch (event) {
            case RuleEvent.EvaluationFailed _, RuleEvent.ExpansionFailed _, RuleEvent.SamplesRejected _,
                    RuleEvent.IterationsMissed _ -> warnings;
            case RuleEvent.TellingFailed _, RuleEvent.StateNotSaved _, RuleEvent.StateNotLoaded _, RuleEvent.StateDamaged _,
                    RuleEvent.RestoreFailed _ -> errors;
        };
    }
}
