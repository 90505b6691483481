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
        int head = old.starts[prefix];
        byte[] text = Arrays.copyOf(old.text, head + Math.toIntExact(bytes));
        int[] starts = Arrays.copyOf(old.starts, prefix + count + 1);
        int[] refs = Arrays.copyOf(old.refs, prefix + count);
        int at = head;
        for (int i = 0; i < count; i++) {
            starts[prefix + i] = at;
            refs[prefix + i] = ref[i];
            System.arraycopy(body, from[i], text, at, to[i] - from[i]);
            at += to[i] - from[i];
        }
        starts[prefix + count] = at;
        return new Template(text, starts, refs, openMetrics);
    }
}
