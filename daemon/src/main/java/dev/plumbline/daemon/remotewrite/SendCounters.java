package dev.plumbline.daemon.remotewrite;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What became of the samples for one receiver, since the start. Thread-safe. */
public final class SendCounters {
    /** What is counted apart. */
    public enum Kind { SAMPLES, HISTOGRAMS, EXEMPLARS, METADATA }

    private final Counts sent = new Counts();
    private final Counts failed = new Counts();
    private final Counts retried = new Counts();
    private final Counts read = new Counts();
    private final Map<String, Counts> dropped = new ConcurrentHashMap<>();
    final LongAdder bytes = new LongAdder();
    final LongAdder metadataBytes = new LongAdder();
    final LongAdder requests = new LongAdder();
    final LongAdder requestNanos = new LongAdder();
    final LongAdder fullQueues = new LongAdder();
    final AtomicLong highestSent = new AtomicLong(Long.MIN_VALUE);

    /** One number for each kind. */
    public static final class Counts {
        private final LongAdder[] numbers = {new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()};

        void add(Kind kind, long count) {
            numbers[kind.ordinal()].add(count);
        }

        void add(Batch batch) {
            add(Kind.SAMPLES, batch.floats());
            add(Kind.HISTOGRAMS, batch.histograms());
            add(Kind.EXEMPLARS, batch.exemplars());
        }

        public long get(Kind kind) {
            return numbers[kind.ordinal()].sum();
        }
    }

    /** Acknowledged. */
    public Counts sent() {
        return sent;
    }

    /** Refused for good. */
    public Counts failed() {
        return failed;
    }

    /** Tried again. */
    public Counts retried() {
        return retried;
    }

    /** Put into batches. */
    public Counts read() {
        return read;
    }

    Counts dropped(String reason) {
        return dropped.computeIfAbsent(reason, r -> new Counts());
    }

    /** Not sent, by reason. */
    public Map<String, Counts> dropped() {
        return new TreeMap<>(dropped);
    }

    /** Compressed bytes of requests with samples. */
    public long bytes() {
        return bytes.sum();
    }

    public long metadataBytes() {
        return metadataBytes.sum();
    }

    /** Requests with samples, each try one. */
    public long requests() {
        return requests.sum();
    }

    /** How long they took together. */
    public double requestSeconds() {
        return requestNanos.sum() / 1e9;
    }

    /** How often the reader waited for a shard. */
    public long fullQueues() {
        return fullQueues.sum();
    }

    /** The newest sample acknowledged, ms since the epoch; {@code Long.MIN_VALUE} before the first. */
    public long highestSentMillis() {
        return highestSent.get();
    }

    /** Samples of a kind in batches that wait or are under way. */
    public long pending(Kind kind) {
        long gone = sent.get(kind) + failed.get(kind);
        for (String reason : LATE_REASONS) {
            Counts counts = dropped.get(reason);
            gone += counts == null ? 0 : counts.get(kind);
        }
        return Math.max(0, read.get(kind) - gone);
    }

    /** Reasons that are found only when a batch is sent. */
    static final String TOO_OLD_LATE = "too_old";
    static final String KNOWN_ALREADY = "refused_after_restart";
    static final String NOT_KEPT = "not_kept_by_receiver";
    private static final String[] LATE_REASONS = {TOO_OLD_LATE, KNOWN_ALREADY, NOT_KEPT};
}
