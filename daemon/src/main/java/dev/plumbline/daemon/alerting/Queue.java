package dev.plumbline.daemon.alerting;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The account of one integration about one group of alerts, or about the verdicts on one service: what it was told (its entry of the notification log) and what waits to be
 * told, in order. Both stand in one document, so that deciding to notify and keeping the message is one write. Plain state;
 * {@link Queues} moves it.
 */
final class Queue {
    final Identity identity;
    final String id;
    final Draft draft;
    final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    @Nullable LogEntry told;
    /** What was told of verdicts; null for a queue about alerts. */
    @Nullable VerdictLog verdicts;
    long toldNanos;
    long sequence;
    /** How long what was told is remembered when the group is gone, ms. */
    long keepMillis;
    int attempts;
    long notBeforeNanos;
    /** How long the next attempt was put off by the last one, ms: after a restart it is put off no longer than that. */
    long putOffMillis;
    String lastError = "";
    /** The attempt under way, or 0. */
    long inFlight;
    long sentNanos;

    /** Of which group and which integration. */
    record Identity(String groupKey, String receiver, String kind, int index) {
        String id() {
            return Fingerprint.sha256(groupKey, receiver, kind, Integer.toString(index));
        }

        Outgoing.Target target() {
            return new Outgoing.Target(receiver, kind, index);
        }
    }

    Queue(Identity identity, DeliveryDocuments documents) {
        this.identity = identity;
        this.id = identity.id();
        this.draft = new Draft(Draft.DELIVERY, id, () -> documents.render(this));
    }

    /** What the receiver knows once everything that waits is delivered, or null when it knows nothing. */
    @Nullable LogEntry decided() {
        return waiting.isEmpty() ? told : waiting.getLast().entry();
    }

    /** By the monotonic clock, when {@link #decided} was decided or told. */
    long decidedNanos() {
        return waiting.isEmpty() ? toldNanos : waiting.getLast().sinceNanos();
    }

    long bytes() {
        long sum = 0;
        for (Waiting message : waiting) {
            sum += message.bytes();
        }
        return sum;
    }

    /** Names the next message. */
    String nextMessageId(long createdAtMillis) {
        return id.substring(0, 16) + "-" + createdAtMillis + "-" + sequence++;
    }

    /** Makes it a queue about verdicts, if it is not one yet. */
    VerdictLog verdicts() {
        VerdictLog log = verdicts;
        if (log == null) {
            log = new VerdictLog();
            verdicts = log;
        }
        return log;
    }

    /** Whether this message waits, or was delivered or given up. */
    boolean knows(String message) {
        return verdicts != null && verdicts.hasEnded(message) || waiting.stream().anyMatch(w -> w.message().id().equals(message));
    }
}
