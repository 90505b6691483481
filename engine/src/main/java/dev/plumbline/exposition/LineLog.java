package dev.plumbline.exposition;

import java.util.Arrays;

/**
 * Where the lines of the body that is being parsed are, from the first one that was not as predicted; what the next
 * {@link Template} is made of. Bounded: lines beyond {@link #MAX_LINES} or {@link #MAX_TEXT} bytes are not kept and
 * will be looked at in full each time.
 */
final class LineLog {
    static final int MAX_LINES = 4_000_000;
    static final int MAX_TEXT = 512 << 20;
    /** Less is not worth a comparison of its own. */
    private static final int LEAST_SHARED = 16;

    private int[] from = new int[0];
    private int[] to = new int[0];
    private int[] ref = new int[0];
    private int count;
    private long bytes;

    void clear() {
        count = 0;
        bytes = 0;
        if (from.length > 0) {
            from = new int[0];
            to = new int[0];
            ref = new int[0];
        }
    }

    void add(int lineFrom, int lineTo, int lineRef) {
        if (count >= MAX_LINES || bytes + lineTo - lineFrom > MAX_TEXT) {
            return;
        }
        if (count == from.length) {
            int capacity = Math.max(256, count * 2);
            from = Arrays.copyOf(from, capacity);
            to = Arrays.copyOf(to, capacity);
            ref = Arrays.copyOf(ref, capacity);
        }
        from[count] = lineFrom;
        to[count] = lineTo;
        ref[count++] = lineRef;
        bytes += lineTo - lineFrom;
    }

    /** The first {@code prefix} lines of the old template, then the lines logged here, whose bytes are in {@code body}. */
    Template after(Template old, int prefix, byte[] body, boolean openMetrics) {
        int[] shared = Arrays.copyOf(old.shared, prefix + count);
        int[] starts = Arrays.copyOf(old.starts, prefix + count + 1);
        int[] refs = Arrays.copyOf(old.refs, prefix + count);
        System.arraycopy(ref, 0, refs, prefix, count);
        for (int i = 0; i < count; i++) {
            int both = i == 0 || (prefix + i) % Template.WHOLE == 0 ? 0 : shared(body, i);
            shared[prefix + i] = both;
            starts[prefix + i + 1] = starts[prefix + i] + to[i] - from[i] - (both >>> 16) - (both & Template.MAX_SHARED);
        }
        byte[] text = Arrays.copyOf(old.text, starts[prefix + count]);
        for (int i = 0; i < count; i++) {
            int at = starts[prefix + i];
            System.arraycopy(body, from[i] + (shared[prefix + i] >>> 16), text, at, starts[prefix + i + 1] - at);
        }
        return new Template(text, starts, shared, refs, openMetrics);
    }

    /** What line i shares with the start and the end of the one before. */
    private int shared(byte[] body, int i) {
        int shorter = Math.min(Template.MAX_SHARED, Math.min(to[i] - from[i], to[i - 1] - from[i - 1]));
        int differs = Arrays.mismatch(body, from[i], from[i] + shorter, body, from[i - 1], from[i - 1] + shorter);
        int prefix = differs < 0 ? shorter : differs < LEAST_SHARED ? 0 : differs;
        int suffix = 0;
        while (prefix + suffix < shorter && body[to[i] - 1 - suffix] == body[to[i - 1] - 1 - suffix]) {
            suffix++;
        }
        return prefix << 16 | (suffix < LEAST_SHARED ? 0 : suffix);
    }
}
