package dev.plumbline.rules;

import java.util.List;

/**
 * A rule and how its last evaluation went.
 *
 * @param lastError empty when there was none
 * @param evaluatedAtMillis when that was by the wall, ms since the epoch; 0: never
 * @param alerts those that are pending or firing; of a recording rule none
 */
public record RuleStatus(Rule rule, Health health, String lastError, long evaluatedAtMillis, long durationNanos,
        List<Alert> alerts) {
    public RuleStatus {
        alerts = List.copyOf(alerts);
    }

    /** How the last evaluation ended. */
    public enum Health {
        UNKNOWN("unknown"), OK("ok"), ERROR("err");

        private final String text;

        Health(String text) {
            this.text = text;
        }

        /** Prometheus's word. */
        public String text() {
            return text;
        }
    }

    static RuleStatus unknown(Rule rule) {
        return new RuleStatus(rule, Health.UNKNOWN, "", 0, 0, List.of());
    }

    /** The greatest state of its alerts. */
    public AlertState state() {
        return alerts.stream().map(Alert::state).max(AlertState::compareTo).orElse(AlertState.INACTIVE);
    }
}
