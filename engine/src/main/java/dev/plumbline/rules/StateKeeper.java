package dev.plumbline.rules;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Knows whether a group's state has to be kept, and keeps it. Nothing is saved before what was kept has been read once,
 * so that a medium that is away for a while does not lose it. Not thread-safe.
 */
final class StateKeeper {
    /** An old state is saved again, so that {@link AlertStateStore#expire} can tell it from one that nobody has any more. */
    private static final long REFRESH_MILLIS = 6 * 3_600_000L;

    private final String groupKey;
    private final AlertStateStore store;
    private final RuleListener listener;
    private final Supplier<List<GroupState.RuleAlerts>> capture;
    private boolean loaded;
    private boolean dirty;
    private boolean sendTimesLag;
    private boolean failed;
    private long savedAt = Long.MIN_VALUE;

    StateKeeper(String groupKey, RuleServices services, Supplier<List<GroupState.RuleAlerts>> capture) {
        this.groupKey = groupKey;
        this.store = services.states();
        this.listener = services.listener();
        this.capture = capture;
    }

    boolean isLoaded() {
        return loaded;
    }

    /** What was kept; empty also when it cannot be read now, then {@link #isLoaded} stays false. */
    Optional<GroupState> load() {
        try {
            Optional<GroupState> state = store.load(groupKey);
            loaded = true;
            state.ifPresent(s -> savedAt = s.atMillis());
            return state;
        } catch (RuntimeException e) {
            listener.event(new RuleEvent.StateNotLoaded(groupKey, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** The state is in memory already: it came from the evaluator before. */
    void inherit(StateKeeper before) {
        loaded = before.loaded;
        dirty = true;
    }

    /** Something changed that a restart must know. */
    void changed(boolean now) {
        dirty |= now;
    }

    /** Something was told. */
    void told() {
        sendTimesLag = true;
    }

    /** Begins an evaluation. */
    void begin(long ts) {
        failed = false;
        dirty |= savedAt != Long.MIN_VALUE && ts - savedAt >= REFRESH_MILLIS;
    }

    /** Saves what changed, unless that failed in this evaluation already. */
    void saveChanges(long ts) {
        if (dirty && loaded && !failed) {
            save(ts);
        }
    }

    /** The last thing: saves what changed, times of sending included. */
    void finish(long ts) {
        if (loaded && (dirty || sendTimesLag)) {
            save(ts);
        }
    }

    private void save(long ts) {
        try {
            store.save(groupKey, new GroupState(ts, capture.get()));
            dirty = false;
            sendTimesLag = false;
            savedAt = ts;
        } catch (RuntimeException e) {
            failed = true;
            listener.event(new RuleEvent.StateNotSaved(groupKey, String.valueOf(e.getMessage())));
        }
    }
}
