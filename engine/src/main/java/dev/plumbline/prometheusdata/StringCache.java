package dev.plumbline.prometheusdata;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the same bytes the same string most of the time, in a bounded number of places. Not thread-safe. */
final class StringCache {
    private static final int PLACES = 1 << 15;
    private static final int LONGEST = 128;
    private byte[] @Nullable [] keys = new byte[0][];
    private @Nullable String[] values = new String[0];

    /** The UTF-8 string of {@code bytes[from, from + length)}, which is valid. */
    String get(byte[] bytes, int from, int length) {
        if (length > LONGEST) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        if (values.length == 0) {
            keys = new byte[PLACES][];
            values = new String[PLACES];
        }
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 15) & PLACES - 1;
        String known = values[place];
        byte[] key = keys[place];
        if (known != null && key != null && Arrays.equals(key, 0, key.length, bytes, from, from + length)) {
            return known;
        }
        String made = new String(bytes, from, length, StandardCharsets.UTF_8);
        values[place] = made;
        keys[place] = Arrays.copyOfRange(bytes, from, from + length);
        return made;
    }
}
