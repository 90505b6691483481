package dev.plumbline.time;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets what may repeat, such as a line of a log, pass at most once per period and key, and counts what it holds back.
 * Remembers the 1,000 keys that were asked for last; a key that fell out passes again. Thread-safe.
 *
 * @param <K> what tells one matter from another
 */
public final class Seldom<K> {
    /** The answer of {@link #heldBack} for what shall not pass. */
    public static final long HOLD = -1;
    private static final int MAX_KEYS = 1_000;
    private final Clock clock;
    private final long quietNanos;
    private final Map<K, Passed> passed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Passed> eldest) {
            return size() > MAX_KEYS;
        }
    };

    private record Passed(long nanos, long heldBack) {}

    public Seldom(Clock clock, long quietNanos) {
        this.clock = clock;
        this.quietNanos = quietNanos;
    }

    /** Asks for a pass: how many were held back since the last one of the key, or {@link #HOLD} for one more of them. */
    public synchronized long heldBack(K key) {
        long now = clock.monotonicNanos();
        Passed last = passed.get(key);
        if (last != null && now - last.nanos < quietNanos) {
            passed.put(key, new Passed(last.nanos, last.heldBack + 1));
            return HOLD;
        }
        passed.put(key, new Passed(now, 0));
        return last == null ? 0 : last.heldBack;
    }

    /** The message with how often it was left out, or null when it shall be left out too. */
    public @Nullable String message(K key, String message) {
        long heldBack = heldBack(key);
        if (heldBack == HOLD) {
            return null;
        }
        return heldBack == 0 ? message : message + " (and " + heldBack + " times more since the last message)";
    }
}
