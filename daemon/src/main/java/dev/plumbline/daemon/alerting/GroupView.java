package dev.plumbline.daemon.alerting;

import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Map;

/**
 * A group as it stands.
 *
 * @param routeLabels the route's own labels, whose values are templates
 * @param nextFlushMillis when it is looked at next, ms since the epoch
 */
public record GroupView(String groupKey, Labels labels, Map<String, String> routeLabels, String receiver, List<AlertView> alerts,
        long nextFlushMillis) {
    public GroupView {
        routeLabels = Map.copyOf(routeLabels);
        alerts = List.copyOf(alerts);
    }

    /** An alert of a group. */
    public record AlertView(Alert alert, String fingerprint, boolean resolved, boolean suppressed) {}
}
