package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Labels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Label sets by the bytes that a sender wrote them with, which are the same each time: recognising a series costs a hash
 * and a comparison of its bytes, and no string. Senders also keep to an order: an entry remembers which one came after it, and where that
 * one's bytes stand where it would, they need not be hashed nor looked up. Sets of four places; where all are taken, one goes. So it is
 * bounded and needs no lock. Thread-safe.
 */
final class SeriesCache {
    private static final int WAYS = 4;
    private static final int MAX_KEY = 4096;
    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final long seed;

    /** A series as one sender writes it. */
    static final class Entry {
        private final long hash;
        private final byte[] key;
        private Labels labels;
        private boolean isStored; // labels are the storage's own object, as it was at that time
        private @Nullable Entry next; // a guess: threads may overwrite each other's
        private boolean dropped;

        private Entry(long hash, byte[] key, Labels labels) {
            this.hash = hash;
            this.key = key;
            this.labels = labels;
        }

        private boolean is(long otherHash, byte[] bytes, int from, int to) {
            return hash == otherHash && Arrays.equals(key, 0, key.length, bytes, from, to);
        }

        /** Whether these bytes, which end before {@code limit}, begin with those of the series, and the cache still has it. */
        boolean begins(byte[] bytes, int from, int limit) {
            return !dropped && key.length <= limit - from && Arrays.equals(key, 0, key.length, bytes, from, from + key.length);
        }

        /** Number of bytes of the labels. */
        int length() {
            return key.length;
        }

        /** The labels, as the object that the storage keeps once it has the series. */
        Labels labels(WriteTransaction to) {
            if (!isStored) {
                Labels kept = to.kept(labels);
                isStored = kept != labels;
                labels = kept;
            }
            return labels;
        }

        /** What came after it the last time. */
        @Nullable Entry next() {
            return next;
        }

        void next(@Nullable Entry follower) {
            if (next != follower && !dropped) {
                next = follower;
            }
        }

        /** Without this a chain of entries that the cache has no more would stay alive: so it is one for each that it has, at most. */
        private void drop() {
            dropped = true;
            next = null;
        }
    }

    /** @param size a power of two, at least 4 */
    SeriesCache(int size, long seed) {
        entries = new AtomicReferenceArray<>(size);
        this.seed = seed;
    }

    /** The hash of a range, for {@link #get} and {@link #put}. */
    long hash(byte[] bytes, int from, int to) {
        return RangeHash.hash(bytes, from, to, seed);
    }

    /** What was put for these bytes, if it is still there. */
    @Nullable Entry get(long hash, byte[] bytes, int from, int to) {
        int set = set(hash);
        for (int i = set; i < set + WAYS; i++) {
            Entry entry = entries.get(i);
            if (entry != null && entry.is(hash, bytes, from, to)) {
                return entry;
            }
        }
        return null;
    }

    /** Remembers labels; those whose bytes are many are not, and have an entry of their own each time. */
    Entry put(long hash, byte[] bytes, int from, int to, Labels labels) {
        var entry = new Entry(hash, Arrays.copyOfRange(bytes, from, to), labels);
        if (to - from > MAX_KEY) {
            entry.drop();
            return entry;
        }
        int set = set(hash);
        int place = set + (int) (hash & WAYS - 1);
        for (int i = set; i < set + WAYS; i++) {
            if (entries.get(i) == null) {
                place = i;
                break;
            }
        }
        Entry old = entries.getAndSet(place, entry);
        if (old != null) {
            old.drop();
        }
        return entry;
    }

    private int set(long hash) {
        return (int) (hash >>> 32) & (entries.length() - 1) & -WAYS;
    }
}
