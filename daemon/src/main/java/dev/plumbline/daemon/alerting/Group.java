package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.Route;
import dev.plumbline.model.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/** Alerts that are told together: those of one route with the same group labels. Plain state, under the owner's lock. */
final class Group {
    final Route route;
    final Labels labels;
    final String key;
    final String id;
    final Draft draft;
    final Map<String, AlertEntry> alerts = new LinkedHashMap<>();
    /** When it is flushed next, by the monotonic clock. */
    long nextFlushNanos;
    boolean flushed;
    boolean gone;

    Group(Route route, Labels labels, Core core) {
        this.route = route;
        this.labels = labels;
        this.key = route.groupKey(labels);
        this.id = id(route, labels);
        this.draft = new Draft(Draft.GROUP, id, () -> gone ? null : AlertDocuments.render(this, core));
    }

    /** The same route, by its matchers and receiver, and the same labels are the same group, also after a reload. */
    static String id(Route route, Labels labels) {
        return Fingerprint.sha256(route.groupKey(labels), route.receiver());
    }

    void add(AlertEntry entry) {
        if (alerts.put(entry.fingerprint, entry) == null) {
            entry.groups++;
        }
    }

    void remove(AlertEntry entry, Core core) {
        if (alerts.remove(entry.fingerprint) != null && --entry.groups == 0) {
            entry.idleNanos = core.clock().monotonicNanos();
        }
    }
}
