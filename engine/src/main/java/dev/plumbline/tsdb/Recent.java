package dev.plumbline.tsdb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What selectors found lately, least recently asked first to be forgotten. Rules ask each of thousands of selectors once a cycle: where
 * fewer are remembered than there are, not one is found again; so it is bounded by what entries weigh, not by their number. Thread-safe.
 */
final class Recent<K, V> {
    /** What an entry weighs besides its series: about 300 bytes. */
    static final int ENTRY = 8;

    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private final ToIntFunction<V> series;
    private long held;

    /**
     * @param most what all entries may weigh together; what weighs more than half of that is not remembered
     * @param series number of series in an entry
     */
    Recent(long most, ToIntFunction<V> series) {
        this.most = most;
        this.series = series;
    }

    private long weight(V value) {
        return (long) ENTRY + series.applyAsInt(value);
    }

    synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    synchronized void put(K key, V value) {
        if (weight(value) > most / 2) {
            return;
        }
        V before = entries.put(key, value);
        held += weight(value) - (before == null ? 0 : weight(before));
        var oldest = entries.values().iterator();
        while (held > most) {
            held -= weight(oldest.next());
            oldest.remove();
        }
    }

    /** Number of entries. */
    synchronized int size() {
        return entries.size();
    }

    synchronized void clear() {
        entries.clear();
        held = 0;
    }
}
