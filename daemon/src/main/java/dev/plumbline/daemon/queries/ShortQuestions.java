package dev.plumbline.daemon.queries;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which questions were answered quickly the last time: a table of fixed size, in which a question may push out another and is
 * unknown then. Thread-safe, without locks: it is only a hint.
 */
final class ShortQuestions {
    private static final int SLOTS = 4096;
    private static final int MICROS_BITS = 20;
    private static final long MOST_MICROS = (1L << MICROS_BITS) - 1;
    private final AtomicLongArray table = new AtomicLongArray(SLOTS);

    /** Remembers how long a question took. */
    void took(long key, long nanos) {
        long micros = Math.clamp(nanos / 1000, 1, MOST_MICROS);
        table.lazySet(slot(key), key << MICROS_BITS | micros);
    }

    /** Whether the question took at most so long the last time; no when nothing is known of it. */
    boolean isShort(long key, long nanos) {
        long entry = table.get(slot(key));
        return entry != 0 && entry >>> MICROS_BITS == (key << MICROS_BITS) >>> MICROS_BITS && (entry & MOST_MICROS) * 1000 <= nanos;
    }

    private static int slot(long key) {
        return (int) (key >>> Long.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    }

    /** A question's key. */
    static long key(QueryRequest request, long extent) {
        long hash = request.text().hashCode() * 31L + request.text().length();
        hash = (hash * 31 + request.kind().ordinal()) * 0x9e3779b97f4a7c15L + extent;
        hash ^= hash >>> 32;
        return hash * 0x9e3779b97f4a7c15L;
    }
}
