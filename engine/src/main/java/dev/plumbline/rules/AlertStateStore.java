package dev.plumbline.rules;

import java.util.Optional;

/** Where the states of alerts survive a restart. Thread-safe; each group has one writer at a time. */
public interface AlertStateStore {

    /** Keeps nothing: state is then restored as Prometheus restores it, from the series {@code ALERTS_FOR_STATE}. */
    AlertStateStore NONE = new AlertStateStore() {
        @Override
        public Optional<GroupState> load(String groupKey) {
            return Optional.empty();
        }

        @Override
        public void save(String groupKey, GroupState state) {
            // Nothing is kept.
        }

        @Override
        public void expire(long beforeMillis) {
            // Nothing is there.
        }
    };

    /**
     * What was saved last; empty when there is nothing or nothing that can be read.
     *
     * @param groupKey {@link RuleGroup#key()}
     * @throws dev.plumbline.model.PlumblineException when the medium fails; it is asked again at the next evaluation
     */
    Optional<GroupState> load(String groupKey);

    /**
     * Keeps the state in place of an earlier one. When it returns, the state survives the end of the process.
     *
     * @throws dev.plumbline.model.PlumblineException when the medium fails; it is asked again at the next evaluation
     */
    void save(String groupKey, GroupState state);

    /** Forgets groups that were last saved before a time, ms since the epoch. */
    void expire(long beforeMillis);
}
