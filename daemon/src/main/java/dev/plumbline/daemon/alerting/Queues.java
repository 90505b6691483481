package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.alerting.AlertingListener.Drop;
import dev.plumbline.daemon.alerting.BoundedLog.Topic;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: all queues, what is handed over to sending and what becomes of it. Under the owner's lock.
 *
 * <p>Within a queue one message is under way at a time, and none while the queue's document has unkept changes: so what is
 * sent has been kept, and the acknowledgement of a message is kept before the next one goes out. Only when the documents
 * have failed for {@link Journal#PATIENCE_MILLIS} messages go out from memory. Failing messages are tried for ever,
 * up to an age, with exponential backoff; who is refused for good is dropped, and the log falls back to what was truly told,
 * so that the group's next flush notifies again.
 */
final class Queues {
    static final long MAX_RETRY_AFTER_MILLIS = 3_600_000;
    private static final long MAX_AGE_MILLIS = 7L * 24 * 3_600_000;
    private static final long LOST_ATTEMPT_MILLIS = 600_000;
    private static final double FIRST_BACKOFF_MILLIS = 500;
    private static final double BACKOFF_FACTOR = 1.5;
    private static final double MAX_BACKOFF_MILLIS = 60_000;

    private final Core core;
    private final DeliveryDocuments documents;
    private final Map<String, Queue> queues = new HashMap<>();
    private final LinkedHashMap<String, Queue> active = new LinkedHashMap<>(); // those with messages, next in turn first
    private final Map<Outgoing.Target, Integer> inFlight = new HashMap<>();
    private final Map<String, CompletableFuture<Delivery>> tests = new HashMap<>(); // by message
    private long attemptNumber;
    private int totalInFlight;
    private long totalBytes;

    Queues(Core core) {
        this.core = core;
        this.documents = new DeliveryDocuments(core);
    }

    DeliveryDocuments documents() {
        return documents;
    }

    Queue of(Queue.Identity identity) {
        return queues.computeIfAbsent(identity.id(), id -> new Queue(identity, documents));
    }

    @Nullable Queue find(Queue.Identity identity) {
        return queues.get(identity.id());
    }

    Collection<Queue> all() {
        return queues.values();
    }

    /** Takes in a queue that was kept; what was decided on meanwhile, while it could not be read, stays behind it. */
    void adopt(Queue kept) {
        Queue present = queues.putIfAbsent(kept.id, kept);
        if (present != null) {
            merge(present, kept);
        }
        totalBytes += kept.bytes();
        Queue queue = present == null ? kept : present;
        if (!queue.waiting.isEmpty()) {
            active.putIfAbsent(queue.id, queue);
        }
    }

    private void merge(Queue present, Queue kept) {
        var since = new ArrayList<>(present.waiting);
        present.waiting.clear();
        if (present.inFlight != 0) { // it is out already: what follows it corrects what it said
            present.waiting.add(since.removeFirst());
        } else {
            present.attempts = kept.attempts;
            present.putOffMillis = kept.putOffMillis;
            present.notBeforeNanos = kept.notBeforeNanos;
        }
        present.waiting.addAll(kept.waiting);
        present.waiting.addAll(since);
        if (present.told == null) {
            present.told = kept.told;
            present.toldNanos = kept.toldNanos;
        }
        present.sequence = Math.max(present.sequence, kept.sequence);
        core.journal().changed(present.draft);
    }

    /** The log changes, without a message: at once, or after the messages that wait. */
    void log(Queue queue, Notification notification, LogEntry entry) {
        if (queue.waiting.isEmpty()) {
            tell(queue, entry);
        } else {
            append(queue, documents.waiting(notification, entry, true));
        }
    }

    /** A message waits from now on; it will be handed over once it is kept. */
    void enqueue(Queue queue, Notification notification, LogEntry entry) {
        append(queue, documents.waiting(notification, entry, false));
    }

    private void append(Queue queue, Waiting message) {
        if (isFull(queue, message) && queue.waiting.size() > 1) { // the first may be under way
            totalBytes -= queue.waiting.removeLast().bytes();
            core.listener().replaced();
            core.log().error(Topic.REPLACED, "more messages wait for " + queue.identity.target()
                    + " than fit; the newest was replaced by a newer one. Is the receiver down?");
        }
        add(queue, message);
    }

    /** A verdict waits from now on, unless it did before; false when there is no room: none that waits is given up for it. */
    boolean offer(Queue queue, VerdictMessage message) {
        if (queue.knows(message.id())) {
            return true;
        }
        Waiting waiting = documents.waiting(message, LogEntry.ofNoAlerts(core.clock().wallMillis()));
        if (isFull(queue, waiting)) {
            return false;
        }
        add(queue, waiting);
        return true;
    }

    private boolean isFull(Queue queue, Waiting message) {
        AlertingLimits limits = core.limits();
        return queue.waiting.size() >= limits.queueMessages() || queue.bytes() + message.bytes() > limits.queueBytes()
                || totalBytes + message.bytes() > limits.totalBytes();
    }

    private void add(Queue queue, Waiting message) {
        queue.waiting.add(message);
        totalBytes += message.bytes();
        active.putIfAbsent(queue.id, queue);
        core.journal().changed(queue.draft);
    }

    /** Gives the outcome of the message's first attempt to whoever waits for it. */
    void watch(String message, CompletableFuture<Delivery> outcome) {
        tests.put(message, outcome);
    }

    /** What is to be sent now; the caller hands it over without the lock. */
    List<Outgoing> due() {
        var due = new ArrayList<Outgoing>();
        boolean overdue = core.journal().isOverdue();
        for (Queue queue : List.copyOf(active.values())) {
            recoverLostAttempt(queue);
            // A verdict is not sent before it is kept, whatever the disk does: it is not urgent before it is sure.
            if (queue.inFlight == 0 && (queue.draft.isKept() || overdue && queue.verdicts == null)) {
                next(queue, due);
            }
        }
        return due;
    }

    private void next(Queue queue, List<Outgoing> due) {
        Waiting head = queue.waiting.getFirst();
        if (head.silent()) {
            remove(queue);
            tell(queue, head.entry());
        } else if (core.millisSince(head.sinceNanos()) > MAX_AGE_MILLIS) {
            drop(queue, Drop.EXPIRED, "it has waited for 7 days; last: " + queue.lastError);
        } else if (core.reached(queue.notBeforeNanos) && hasRoom(queue.identity.target())) {
            due.add(begin(queue, head));
        }
    }

    private boolean hasRoom(Outgoing.Target target) {
        return totalInFlight < core.limits().inFlight()
                && inFlight.getOrDefault(target, 0) < core.limits().inFlightPerTarget();
    }

    private Outgoing begin(Queue queue, Waiting head) {
        if (!queue.draft.isKept()) {
            core.listener().sentUnpersisted();
            core.log().error(Topic.UNPERSISTED, "sending a message to " + queue.identity.target()
                    + " that could not be kept for 10 s; after a crash it may be lost or sent twice");
        }
        queue.inFlight = ++attemptNumber;
        queue.sentNanos = core.clock().monotonicNanos();
        totalInFlight++;
        inFlight.merge(queue.identity.target(), 1, Integer::sum);
        active.remove(queue.id); // to the end of the turn
        active.put(queue.id, queue);
        return new Outgoing(queue.id, queue.identity.target(), head.message(), queue.attempts + 1);
    }

    /** The number of the attempt under way. */
    long attempt(String queueId) {
        Queue queue = queues.get(queueId);
        return queue == null ? 0 : queue.inFlight;
    }

    private void recoverLostAttempt(Queue queue) {
        if (queue.inFlight != 0 && core.millisSince(queue.sentNanos) > LOST_ATTEMPT_MILLIS) {
            end(queue, new Delivery.Retry(Delivery.FailureReason.CONTEXT_DEADLINE_EXCEEDED, "no answer within 10 min", 0));
        }
    }

    /** What became of an attempt; one that was given up already is ignored. */
    void completed(Outgoing outgoing, long attempt, Delivery delivery) {
        Queue queue = queues.get(outgoing.queue());
        if (queue != null && queue.inFlight == attempt && attempt != 0) {
            core.listener().attempted(outgoing, delivery, core.clock().monotonicNanos() - queue.sentNanos);
            end(queue, delivery);
        }
    }

    private void end(Queue queue, Delivery delivery) {
        leaveFlight(queue);
        Message message = queue.waiting.getFirst().message();
        CompletableFuture<Delivery> test = tests.remove(message.id());
        if (test != null) {
            test.complete(delivery);
        }
        switch (delivery) {
            case Delivery.Delivered _ -> {
                LogEntry entry = remove(queue).entry();
                tell(queue, entry);
            }
            case Delivery.Retry retry -> {
                if (message.test()) {
                    drop(queue, Drop.REFUSED, retry.detail());
                } else {
                    later(queue, retry);
                }
            }
            case Delivery.Failed failed -> drop(queue, Drop.REFUSED, failed.detail());
        }
    }

    private void leaveFlight(Queue queue) {
        if (queue.inFlight != 0) {
            queue.inFlight = 0;
            totalInFlight--;
            inFlight.computeIfPresent(queue.identity.target(), (target, n) -> n == 1 ? null : n - 1);
        }
    }

    private void later(Queue queue, Delivery.Retry retry) {
        double backoff = Math.min(MAX_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS * Math.pow(BACKOFF_FACTOR, queue.attempts));
        double jittered = Math.min(MAX_BACKOFF_MILLIS, backoff * (0.5 + core.random().nextDouble()));
        queue.attempts++;
        queue.lastError = retry.detail();
        queue.putOffMillis = Math.max(Math.round(jittered), Math.min(retry.afterMillis(), MAX_RETRY_AFTER_MILLIS));
        queue.notBeforeNanos = core.nanosIn(queue.putOffMillis);
        core.journal().changed(queue.draft);
        core.log().error(Topic.RETRY, "cannot deliver a message to " + queue.identity.target() + " (attempt " + queue.attempts
                + ", tried again): " + retry.reason().text() + ": " + retry.detail());
    }

    private void tell(Queue queue, LogEntry entry) {
        queue.toldNanos = core.clock().monotonicNanos();
        boolean test = entry.isOfNoAlerts() && queue.verdicts == null;
        queue.told = test ? null : entry.at(core.clock().wallMillis());
        core.journal().changed(queue.draft);
    }

    private Waiting remove(Queue queue) {
        Waiting head = queue.waiting.removeFirst();
        totalBytes -= head.bytes();
        queue.attempts = 0;
        queue.lastError = "";
        queue.putOffMillis = 0;
        queue.notBeforeNanos = core.clock().monotonicNanos();
        if (queue.verdicts != null) {
            queue.verdicts.end(head.message().id());
        }
        if (queue.waiting.isEmpty()) {
            active.remove(queue.id);
        }
        core.journal().changed(queue.draft);
        return head;
    }

    private void drop(Queue queue, Drop reason, String detail) {
        Waiting head = remove(queue);
        if (queue.verdicts != null) {
            tell(queue, head.entry());
        }
        core.listener().dropped(queue.identity.target(), reason);
        core.log().error(Topic.DROPPED, "gave up a message to " + queue.identity.target() + " about "
                + queue.identity.groupKey() + " (" + about(head.message()) + ", " + reason.text() + "): " + detail);
    }

    private static String about(Message message) {
        return switch (message) {
            case Notification alerts -> alerts.reason().text();
            case VerdictMessage verdict -> verdict.id();
        };
    }

    /** Drops what waits for integrations that are not configured any more, and their log. */
    void retain(Predicate<Outgoing.Target> configured) {
        for (Queue queue : List.copyOf(queues.values())) {
            if (configured.test(queue.identity.target())) {
                continue;
            }
            leaveFlight(queue);
            while (!queue.waiting.isEmpty()) {
                drop(queue, Drop.UNCONFIGURED, "the receiver has no such integration any more");
            }
            forget(queue);
        }
    }

    /** Forgets the log of groups that are gone, once it is old enough; {@code present} says which queues have a group. */
    void expire(Predicate<String> present) {
        for (Queue queue : List.copyOf(queues.values())) {
            if (queue.waiting.isEmpty() && !present.test(queue.id)
                    && (queue.told == null || core.millisSince(queue.toldNanos) > queue.keepMillis)) {
                forget(queue);
            }
        }
    }

    private void forget(Queue queue) {
        queue.told = null;
        queues.remove(queue.id);
        core.journal().changed(queue.draft);
    }

    int messages() {
        return active.values().stream().mapToInt(queue -> queue.waiting.size()).sum();
    }

    /** How long the oldest message has waited, ms; 0 when none waits. */
    long oldestMillis() {
        return active.values().stream().mapToLong(queue -> core.millisSince(queue.waiting.getFirst().sinceNanos())).max().orElse(0);
    }

    Collection<Queue> active() {
        return active.values();
    }
}
