package dev.plumbline.daemon.upstream;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of the cluster since the start. Thread-safe. */
public final class UpstreamCounters {
    private final Map<Outcome, LongAdder> requests = new EnumMap<>(Outcome.class);
    private final LongAdder bytes = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();

    /** How a request ended. */
    public enum Outcome {
        /** It was answered. */
        SUCCESS("success"),
        /** The cluster says that the question is wrong. */
        REFUSED("refused"),
        /** No connection, no answer in time, or the cluster's own trouble. */
        FAILED("failed"),
        /** Nobody waited for the answer any more, or it was too long. */
        ABANDONED("abandoned");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    UpstreamCounters() {
        for (Outcome outcome : Outcome.values()) {
            requests.put(outcome, new LongAdder());
        }
    }

    void ended(Outcome outcome, long tookNanos) {
        requests.getOrDefault(outcome, new LongAdder()).increment();
        nanos.add(tookNanos);
    }

    void received(long more) {
        bytes.add(more);
    }

    void fellBack() {
        fallbacks.increment();
    }

    public long requests(Outcome outcome) {
        return requests.getOrDefault(outcome, new LongAdder()).sum();
    }

    /** Bytes of answers. */
    public long bytes() {
        return bytes.sum();
    }

    /** From the request to the end of its answer, all together. */
    public double seconds() {
        return nanos.sum() / 1e9;
    }

    /** Questions that were answered from here alone because the cluster gave no answer. */
    public long fallbacks() {
        return fallbacks.sum();
    }
}
