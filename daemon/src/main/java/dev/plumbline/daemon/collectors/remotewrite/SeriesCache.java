package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Labels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Label sets by the bytes that a sender wrote them with, which are the same each time: recognising a series costs a hash
 * and a comparison of its bytes, and no string. Sets of four places; where all are taken, one goes. So it is bounded and needs no lock.
 * Thread-safe.
 */
final class SeriesCache {
    private static final int WAYS = 4;
    private static final int MAX_KEY = 4096;
    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final long seed;

    private record Entry(long hash, byte[] key, Labels labels) {
        boolean is(long otherHash, byte[] bytes, int from, int to) {
            return hash == otherHash && Arrays.equals(key, 0, key.length, bytes, from, to);
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
    @Nullable Labels get(long hash, byte[] bytes, int from, int to) {
        int set = set(hash);
        for (int i = set; i < set + WAYS; i++) {
            Entry entry = entries.get(i);
            if (entry != null && entry.is(hash, bytes, from, to)) {
                return entry.labels;
            }
        }
        return null;
    }

    /** Remembers labels; those whose bytes are many are not. */
    void put(long hash, byte[] bytes, int from, int to, Labels labels) {
        if (to - from > MAX_KEY) {
            return;
        }
        int set = set(hash);
        int place = set + (int) (hash & WAYS - 1);
        for (int i = set; i < set + WAYS; i++) {
            if (entries.get(i) == null) {
                place = i;
                break;
            }
        }
        entries.set(place, new Entry(hash, Arrays.copyOfRange(bytes, from, to), labels));
    }

    private int set(long hash) {
        return (int) (hash >>> 32) & (entries.length() - 1) & -WAYS;
    }
}
