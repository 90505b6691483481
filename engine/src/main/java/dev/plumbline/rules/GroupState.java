package dev.plumbline.rules;

import java.util.List;
import java.util.Map;

/**
 * The alerts of a group, to be kept over a restart.
 *
 * @param atMillis the time of the evaluation that led to it
 * @param rules alerting rules in order, those without alerts included
 */
public record GroupState(long atMillis, List<RuleAlerts> rules) {
    public GroupState {
        rules = List.copyOf(rules);
    }

    /** The alerts of one rule, which is found again by its name and its configured labels: the n-th of several equal ones. */
    public record RuleAlerts(String name, Map<String, String> labels, List<Alert> alerts) {
        public RuleAlerts {
            labels = Map.copyOf(labels);
            alerts = List.copyOf(alerts);
        }
    }
}
