package dev.plumbline.exposition;

import dev.plumbline.model.MetricMetadata;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lines of a target's last good body: the bytes of each line up to its value, end to end, and the number of its
 * series; comments whole. About the text plus 8 bytes a line, no objects. The arrays never change after construction,
 * so another thread may read metadata; the hash table belongs to the parsing thread and is built when first missed.
 */
final class Template {
    static final Template EMPTY = new Template(new byte[0], new int[1], new int[0], false);

    /** A line number that says: not here. */
    static final int ABSENT = -1;

    /** Line values at or below this are comments; the difference is the ordinal of the type that holds after them. */
    private static final int COMMENT = -16;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    final byte[] text;
    final int[] starts;
    final int[] refs;
    final int lines;
    private final boolean openMetrics;
    private int[] table = new int[0];

    /** {@code starts} holds one more than {@code refs}; the format is kept because comments mean different things in each. */
    Template(byte[] text, int[] starts, int[] refs, boolean openMetrics) {
        this.text = text;
        this.starts = starts;
        this.refs = refs;
        this.lines = refs.length;
        this.openMetrics = openMetrics;
    }

    static int comment(MetricType typeAfter) {
        return COMMENT - typeAfter.ordinal();
    }

    static boolean isComment(int ref) {
        return ref <= COMMENT;
    }

    static MetricType typeAfter(int ref) {
        return MetricType.of(COMMENT - ref);
    }

    /** The line whose series text is {@code b[from, to)}, or {@link #ABSENT}. {@code seed} must be the same each time. */
    int find(byte[] b, int from, int to, long seed) {
        if (lines == 0) {
            return ABSENT;
        }
        if (table.length == 0) {
            table = build(seed);
        }
        int mask = table.length - 1;
        for (int i = slot(b, from, to, seed, mask); table[i] != 0; i = i + 1 & mask) {
            int line = table[i] - 1;
            if (Arrays.equals(b, from, to, text, starts[line], starts[line + 1])) {
                return line;
            }
        }
        return ABSENT;
    }

    private int[] build(long seed) {
        int[] built = new int[Math.max(4, Integer.highestOneBit(Math.max(1, lines)) * 4)];
        int mask = built.length - 1;
        for (int line = lines - 1; line >= 0; line--) {
            if (!isComment(refs[line])) {
                int i = slot(text, starts[line], starts[line + 1], seed, mask);
                while (built[i] != 0) {
                    i = i + 1 & mask;
                }
                built[i] = line + 1;
            }
        }
        return built;
    }

    private static int slot(byte[] b, int from, int to, long seed, int mask) {
        long h = seed ^ (to - from) * MULTIPLIER;
        int p = from;
        for (; p + 8 <= to; p += 8) {
            h = mix(h ^ (long) LONGS.get(b, p));
        }
        long tail = 0;
        for (; p < to; p++) {
            tail = tail << 8 | b[p] & 0xff;
        }
        return (int) (mix(h ^ tail) >>> 32) & mask;
    }

    private static long mix(long h) {
        long m = h * MULTIPLIER;
        return m ^ m >>> 29;
    }

    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.nativeOrder());

    /** What the comments say about each metric family, in the order of the body. */
    Map<String, MetricMetadata> metadata() {
        var found = new LinkedHashMap<String, MetricMetadata>();
        var comment = new CommentLine();
        for (int line = 0; line < lines; line++) {
            if (!isComment(refs[line]) || text[starts[line]] != '#') {
                continue;
            }
            comment.read(text, starts[line], starts[line + 1], openMetrics);
            var old = found.getOrDefault(comment.metric(), new MetricMetadata("unknown", "", ""));
            switch (comment.kind()) {
                case HELP -> found.put(comment.metric(), new MetricMetadata(old.type(), old.unit(), comment.text()));
                case TYPE -> found.put(comment.metric(), new MetricMetadata(comment.type().text(), old.unit(), old.help()));
                case UNIT -> found.put(comment.metric(), new MetricMetadata(old.type(), comment.text(), old.help()));
                case COMMENT, EOF -> { }
            }
        }
        return found;
    }
}
