package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Receiver;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.Notification.Reason;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One group looked at: what its receiver must be told now goes to the queues. Ended alerts leave the group with that, since
 * the message that says so is in a queue. While the time mutes the route nothing leaves, so that ends are told afterwards.
 *
 * <p>An alert that is muted is not told; but the end of one that the receiver believes to fire is told even so:
 * the receiver would keep an incident open for ever otherwise.
 */
final class Flush {
    private static final long MAX_KEEP_MILLIS = 120L * 3_600_000;
    private static final Comparator<AlertEntry> ORDER = Comparator
            .comparing((AlertEntry entry) -> entry.alert.labels().get("job"))
            .thenComparing(entry -> entry.alert.labels().get("instance"))
            .thenComparing(entry -> entry.alert.labels());

    private final Core core;
    private final Alerts alerts;
    private final Queues queues;
    private final Mutes mutes;

    /** Which alerts of the group one integration may be told of. */
    private record Visible(List<AlertEntry> alerts, Set<String> firing, Set<String> resolved) {}

    Flush(Core core, Alerts alerts, Queues queues, Mutes mutes) {
        this.core = core;
        this.alerts = alerts;
        this.queues = queues;
        this.mutes = mutes;
    }

    /** Decides on all messages about a group; returns the alerts that are done with. */
    List<AlertEntry> run(Group group) {
        boolean byTime = mutes.mutes(group.route);
        var ended = new ArrayList<AlertEntry>();
        for (AlertEntry entry : group.alerts.values()) {
            alerts.noticeEnd(entry);
            entry.suppressed = byTime || mutes.mutes(entry.alert.labels());
            if (entry.mayEnd(core)) {
                ended.add(entry);
            }
        }
        Receiver receiver = mutes.config().receivers().get(group.route.receiver());
        if (byTime || receiver == null) {
            return List.of();
        }
        for (int i = 0; i < receiver.integrations().size(); i++) {
            Integration integration = receiver.integrations().get(i);
            notify(group, integration, queues.of(identity(group, integration, i)));
        }
        return ended;
    }

    static Queue.Identity identity(Group group, Integration integration, int index) {
        return new Queue.Identity(group.key, group.route.receiver(), integration.kind(), index);
    }

    private void notify(Group group, Integration integration, Queue queue) {
        Visible visible = visible(group, queue);
        if (visible.alerts.isEmpty()) {
            return;
        }
        long repeat = group.route.repeatIntervalMillis();
        queue.keepMillis = Math.min(2 * repeat, MAX_KEEP_MILLIS);
        Optional<Reason> reason = Dedup.decide(queue.decided(), core.millisSince(queue.decidedNanos()), visible.firing,
                visible.resolved, new Dedup.Policy(repeat, integration.sendResolved()));
        if (reason.isEmpty() || reason.get() == Reason.REPEAT && !queue.waiting.isEmpty()) {
            return;
        }
        var entry = new LogEntry(visible.firing, visible.resolved, core.clock().wallMillis());
        List<NotifiedAlert> told = visible.alerts.stream().filter(e -> integration.sendResolved() || !e.ended).sorted(ORDER)
                .map(Flush::notified).toList();
        Notification notification = notification(group, queue, reason.get(), told);
        if (told.isEmpty()) {
            queues.log(queue, notification, entry);
        } else {
            queues.enqueue(queue, notification, entry);
        }
    }

    private Visible visible(Group group, Queue queue) {
        LogEntry told = queue.decided();
        var shown = new ArrayList<AlertEntry>();
        var firing = new HashSet<String>();
        var resolved = new HashSet<String>();
        for (AlertEntry entry : group.alerts.values()) {
            boolean mustEnd = entry.ended && told != null && told.firing().contains(entry.fingerprint);
            boolean held = entry.ended && !entry.mayEnd(core);
            if (!held && (!entry.suppressed || mustEnd)) {
                shown.add(entry);
                (entry.ended ? resolved : firing).add(entry.fingerprint);
            }
        }
        return new Visible(shown, firing, resolved);
    }

    private Notification notification(Group group, Queue queue, Reason reason, List<NotifiedAlert> told) {
        long now = core.clock().wallMillis();
        return new Notification(queue.id, queue.nextMessageId(now), group.route.receiver(), group.key, group.labels,
                Labels.of(group.route.labels()), reason, told, now, false);
    }

    private static NotifiedAlert notified(AlertEntry entry) {
        Alert alert = entry.alert;
        return new NotifiedAlert(alert.labels(), alert.annotations(), !entry.ended, alert.startsAtMillis(), alert.endsAtMillis(),
                alert.generatorUrl(), entry.fingerprint);
    }
}
