package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.Route;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dispatcher: puts alerts into groups along the routes and says which groups are due. A new group waits for its group
 * wait, or not at all when its first alert started longer ago than that; then it is due each group interval. Timers run by
 * the monotonic clock. Under the owner's lock.
 */
final class Groups {
    private final Core core;
    private Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, AlertDocuments.KeptGroup> kept = new HashMap<>();

    Groups(Core core) {
        this.core = core;
    }

    /** Remembers when a group of before the restart is due, for when an alert of it is routed. */
    void adopt(AlertDocuments.KeptGroup group) {
        kept.put(group.id(), group);
    }

    /** Puts an alert that fires into every group it belongs to. */
    void insert(Route root, AlertEntry entry) {
        for (Route route : root.match(entry.alert.labels())) {
            Labels labels = route.groupLabels(entry.alert.labels());
            Group group = groups.get(Group.id(route, labels));
            insert(group == null ? create(route, labels) : group, entry);
        }
    }

    private void insert(Group group, AlertEntry entry) {
        group.add(entry);
        boolean late = entry.alert.startsAtMillis() + group.route.groupWaitMillis() < core.clock().wallMillis();
        if (late && !group.flushed && !core.reached(group.nextFlushNanos)) {
            group.nextFlushNanos = core.clock().monotonicNanos();
            core.journal().changed(group.draft);
        }
    }

    private Group create(Route route, Labels labels) {
        var group = new Group(route, labels, core);
        AlertDocuments.KeptGroup before = kept.remove(group.id);
        if (before == null) {
            group.nextFlushNanos = core.nanosIn(route.groupWaitMillis());
            core.journal().changed(group.draft);
        } else {
            long most = before.flushed() ? route.groupIntervalMillis() : route.groupWaitMillis();
            long left = before.nextFlushMillis() - core.clock().wallMillis();
            group.nextFlushNanos = core.nanosIn(Math.clamp(left, 0, most));
            group.flushed = before.flushed();
            if (left > most) { // the wall clock was set back: kept, or every further restart would put it off once more
                core.journal().changed(group.draft);
            }
        }
        groups.put(group.id, group);
        return group;
    }

    /** The groups whose time has come. */
    List<Group> due() {
        var due = new ArrayList<Group>();
        for (Group group : groups.values()) {
            if (core.reached(group.nextFlushNanos)) {
                due.add(group);
            }
        }
        return due;
    }

    /** After a flush: ended alerts leave, an empty group goes, another one is due again after its interval. */
    void flushed(Group group, Collection<AlertEntry> done) {
        done.forEach(entry -> group.remove(entry, core));
        if (group.alerts.isEmpty()) {
            groups.remove(group.id);
            group.gone = true;
        } else {
            long interval = group.route.groupIntervalMillis() * Core.NANOS_PER_MILLI;
            long next = group.nextFlushNanos + interval;
            group.nextFlushNanos = core.reached(next) ? core.clock().monotonicNanos() + interval : next;
            group.flushed = true;
        }
        core.journal().changed(group.draft);
    }

    /**
     * Routes everything anew, over a configuration that has changed: groups that exist in both keep their timers, but none
     * waits longer than its new interval; others go without a word, as their routes did.
     */
    void reroute(Route root, Collection<AlertEntry> alerts) {
        Map<String, Group> before = groups;
        groups = new LinkedHashMap<>();
        for (Group group : before.values()) {
            kept.put(group.id, new AlertDocuments.KeptGroup(group.id, core.wallAt(group.nextFlushNanos), group.flushed));
        }
        for (AlertEntry entry : alerts) {
            entry.groups = 0;
            entry.suppressed = false;
            insert(root, entry);
        }
        for (String id : List.copyOf(kept.keySet())) {
            core.journal().changed(new Draft(Draft.GROUP, id, () -> null));
        }
        kept.clear();
    }

    Collection<Group> all() {
        return groups.values();
    }
}
