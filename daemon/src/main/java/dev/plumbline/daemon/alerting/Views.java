package dev.plumbline.daemon.alerting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The present state as others may see it. Under the owner's lock. */
final class Views {
    private Views() {}

    static AlertingStatus status(Core core, Alerts alerts, Groups groups, Queues queues, long lastTickMillis) {
        long resolved = 0;
        long suppressed = 0;
        for (AlertEntry entry : alerts.all()) {
            if (entry.isResolved(core)) {
                resolved++;
            } else if (entry.suppressed) {
                suppressed++;
            }
        }
        return new AlertingStatus(alerts.all().size() - resolved - suppressed, suppressed, resolved, groups.all().size(),
                queues.messages(), queues.oldestMillis(), lastTickMillis, core.journal().isOverdue());
    }

    static GroupView group(Group group, Core core) {
        List<GroupView.AlertView> alerts = group.alerts.values().stream().map(entry -> new GroupView.AlertView(entry.alert,
                entry.fingerprint, entry.isResolved(core), entry.suppressed)).toList();
        return new GroupView(group.key, group.labels, group.route.labels(), group.route.receiver(), alerts,
                core.wallAt(group.nextFlushNanos));
    }

    static Stream<WaitingView> waiting(Queue queue, Core core) {
        var views = new ArrayList<WaitingView>();
        for (Waiting message : queue.waiting) {
            boolean head = views.isEmpty();
            views.add(new WaitingView(queue.identity.target(), queue.identity.groupKey(), message.message().id(),
                    head ? queue.attempts : 0, core.millisSince(message.sinceNanos()), head ? queue.lastError : ""));
        }
        return views.stream();
    }
}
