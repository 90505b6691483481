package dev.plumbline.daemon.notifiers;

import dev.plumbline.model.Labels;
import java.util.List;

/**
 * One message about one group of alerts, for one integration of a receiver: plain data, so that it can be kept and sent
 * later. What is common to all alerts is computed from them.
 *
 * @param key the same for every message about this group to this integration, and for no other: what an incident is known by
 * @param id the same for every attempt to deliver this message, and for no other message
 * @param groupKey as Alertmanager writes it: {@code {}/{team="a"}:{alertname="X"}}
 * @param routeLabels labels of the route; may be empty
 * @param alerts firing and resolved, in order: by job, instance, then all labels
 * @param createdAtMillis when the group was flushed
 * @param test whether a person asked for it to try the receiver out
 */
public record Notification(String key, String id, String receiver, String groupKey, Labels groupLabels, Labels routeLabels,
        Reason reason, List<NotifiedAlert> alerts, long createdAtMillis, boolean test) implements Message {
    public Notification {
        alerts = List.copyOf(alerts);
    }

    /** Why it is sent; {@link #text} is Alertmanager's word for it. */
    public enum Reason {
        FIRST("first notification"),
        NEW_ALERTS("new alerts added"),
        ALL_RESOLVED("all alerts resolved"),
        SOME_RESOLVED("some alerts resolved"),
        REPEAT("repeat interval elapsed");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** Whether at least one alert fires. */
    public boolean firing() {
        return alerts.stream().anyMatch(NotifiedAlert::firing);
    }

    /** {@code firing} if at least one alert fires, else {@code resolved}. */
    public String status() {
        return firing() ? "firing" : "resolved";
    }

    /** Labels that every alert has with the same value; none when there is no alert. */
    public Labels commonLabels() {
        return common(alerts.stream().map(NotifiedAlert::labels).toList());
    }

    /** Annotations that every alert has with the same value; none when there is no alert. */
    public Labels commonAnnotations() {
        return common(alerts.stream().map(NotifiedAlert::annotations).toList());
    }

    private static Labels common(List<Labels> sets) {
        if (sets.isEmpty()) {
            return Labels.EMPTY;
        }
        var common = sets.getFirst().builder();
        sets.getFirst().forEach((name, value) -> {
            if (!sets.stream().allMatch(set -> set.get(name).equals(value))) {
                common.remove(name);
            }
        });
        return common.build();
    }

    /** The same message about fewer alerts: the first {@code count}, all where there are no more. */
    public Notification firstAlerts(int count) {
        return count >= alerts.size() ? this : new Notification(key, id, receiver, groupKey, groupLabels, routeLabels, reason,
                alerts.subList(0, count), createdAtMillis, test);
    }
}
