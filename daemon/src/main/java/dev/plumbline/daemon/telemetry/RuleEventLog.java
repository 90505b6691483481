package dev.plumbline.daemon.telemetry;

import dev.plumbline.rules.RuleEvent;
import dev.plumbline.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to rules to the log: of each kind and group at most one line a minute, with how many were left out;
 * metrics count every one. Remembers the 1,000 kinds and groups that were heard of last. Thread-safe.
 */
public final class RuleEventLog implements Consumer<RuleEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(RuleEventLog.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final int MAX_KEYS = 1_000;
    private final Clock clock;
    private final Consumer<String> warnings;
    private final Consumer<String> errors;
    private final Map<Key, Said> said = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Said> eldest) {
            return size() > MAX_KEYS;
        }
    };

    private record Key(Class<?> kind, String group) {}

    private record Said(long nanos, long leftOut) {}

    public RuleEventLog(Clock clock) {
        this(clock, LOG::warn, LOG::error);
    }

    RuleEventLog(Clock clock, Consumer<String> warnings, Consumer<String> errors) {
        this.clock = clock;
        this.warnings = warnings;
        this.errors = errors;
    }

    @Override
    public synchronized void accept(RuleEvent event) {
        var key = new Key(event.getClass(), event.group());
        long now = clock.monotonicNanos();
        Said last = said.get(key);
        if (last != null && now - last.nanos < QUIET_NANOS) {
            said.put(key, new Said(last.nanos, last.leftOut + 1));
            return;
        }
        String more = last == null || last.leftOut == 0 ? "" : " (and " + last.leftOut + " such events more since the last message)";
        level(event).accept(event.message() + more);
        said.put(key, new Said(now, 0));
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
