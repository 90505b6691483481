package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Strings by their bytes: names and values of labels come again and again. Two places for each hash, of which one gives way, so
 * it is bounded and needs no lock. Thread-safe.
 */
final class SymbolCache {
    private static final int MAX_LENGTH = 256;
    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final long seed;

    private record Entry(byte[] utf8, String text) {
        boolean is(byte[] bytes, int from, int to) {
            return Arrays.equals(utf8, 0, utf8.length, bytes, from, to);
        }
    }

    /** @param size a power of two */
    SymbolCache(int size, long seed) {
        entries = new AtomicReferenceArray<>(size);
        this.seed = seed;
    }

    /** The string in a range of bytes, or null when that is not valid UTF-8. */
    @Nullable String get(byte[] bytes, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return decode(bytes, from, to);
        }
        long hash = RangeHash.hash(bytes, from, to, seed);
        int slot = (int) (hash >>> 32) & (entries.length() - 1);
        Entry first = entries.get(slot);
        if (first != null && first.is(bytes, from, to)) {
            return first.text;
        }
        int neighbour = slot ^ 1;
        Entry second = entries.get(neighbour);
        if (second != null && second.is(bytes, from, to)) {
            return second.text;
        }
        String text = decode(bytes, from, to);
        if (text != null) {
            entries.set(first == null || second != null ? slot : neighbour, new Entry(Arrays.copyOfRange(bytes, from, to), text));
        }
        return text;
    }

    private static @Nullable String decode(byte[] bytes, int from, int to) {
        return Utf8.firstInvalid(bytes, from, to) >= 0 ? null : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
