package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A message that a person asks for to try a receiver out. It has a queue of its own and waits behind nothing real. */
final class TestMessage {
    private static final Labels LABELS = Labels.of("alertname", "PlumblineTest", "severity", "info");
    private static final Labels ANNOTATIONS = Labels.of("summary", "This is a test of the receiver. Nothing is wrong.");
    private static final long SHOWN_MILLIS = 300_000;

    private TestMessage() {}

    static void enqueue(Queues queues, Core core, Outgoing.Target target,
            Map<Outgoing.Target, CompletableFuture<Delivery>> outcomes) {
        long now = core.clock().wallMillis();
        Labels groupLabels = LABELS.keep(List.of("alertname"));
        String groupKey = "{}/test:" + groupLabels;
        Queue queue = queues.of(new Queue.Identity(groupKey, target.receiver(), target.kind(), target.index()));
        var alert = new NotifiedAlert(LABELS, ANNOTATIONS, true, now, now + SHOWN_MILLIS, "", Fingerprint.of(LABELS));
        var message = new Notification(queue.id, queue.nextMessageId(now), target.receiver(), groupKey, groupLabels,
                Labels.EMPTY, Notification.Reason.FIRST, List.of(alert), now, true);
        var outcome = new CompletableFuture<Delivery>();
        queues.watch(message.id(), outcome);
        outcomes.put(target, outcome);
        queues.enqueue(queue, message, new LogEntry(Set.of(), Set.of(), now));
    }
}
