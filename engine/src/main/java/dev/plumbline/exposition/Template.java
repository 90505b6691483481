package dev.plumbline.exposition;

import dev.plumbline.model.MetricMetadata;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lines of a target's last good body: the bytes of each line up to its value, and the number of its series;
 * comments whole. Neighbours differ in a label or two, so of a line only what is between the bytes it shares with the
 * start and the end of the one before is kept: about a fifth of the text, and 12 bytes a line, no objects. Every
 * {@link #WHOLE} lines one is kept whole, from which the next can be read. The arrays never change after construction,
 * so another thread may read metadata; the hash table belongs to the parsing thread and is built when first missed.
 */
final class Template {
    static final Template EMPTY = new Template(new byte[0], new int[1], new int[0], new int[0], false);

    /** A line number, or a place in a body, that says: not here. */
    static final int ABSENT = -1;

    /** Lines with this number, its multiples and 0 share nothing. */
    static final int WHOLE = 16;

    /** At most so many bytes are shared on either side. */
    static final int MAX_SHARED = 0xffff;

    /** Line values at or below this are comments; the difference is the ordinal of the type that holds after them. */
    private static final int COMMENT = -16;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    /** The part of an entry of the table that is the line and one, of {@link LineLog#MAX_LINES} at most; the rest is of its hash. */
    private static final int LINE = (1 << 22) - 1;

    /** What the lines do not share, end to end. */
    final byte[] text;
    /** Where it begins for each line, and where the last ends. */
    final int[] starts;
    /** Bytes shared with the start of the line before, times 65,536, and with its end. */
    final int[] shared;
    final int[] refs;
    final int lines;
    private final boolean openMetrics;
    private int[] table = new int[0];
    private final LineText found = new LineText();

    /** {@code starts} holds one more than {@code refs}; the format is kept because comments mean different things in each. */
    Template(byte[] text, int[] starts, int[] shared, int[] refs, boolean openMetrics) {
        this.text = text;
        this.starts = starts;
        this.shared = shared;
        this.refs = refs;
        this.lines = refs.length;
        this.openMetrics = openMetrics;
    }

    /** The text of one line after the other, whole. Not thread-safe. */
    private final class LineText {
        private byte[] bytes = new byte[256];
        private int length;

        /** To a line from anywhere, by way of the whole one before it. */
        void seek(int line) {
            int from = line;
            while (shared[from] != 0) {
                from--;
            }
            for (int at = from; at <= line; at++) {
                next(at);
            }
        }

        /** From the line before to this one. */
        void next(int line) {
            int prefix = shared[line] >>> 16;
            int suffix = shared[line] & MAX_SHARED;
            int own = starts[line + 1] - starts[line];
            int total = prefix + own + suffix;
            if (total > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(total, bytes.length * 2));
            }
            System.arraycopy(bytes, length - suffix, bytes, prefix + own, suffix);
            System.arraycopy(text, starts[line], bytes, prefix, own);
            length = total;
        }
    }

    /**
     * Where the text of a line ends if it stands in {@code b} at {@code at}, else {@link #ABSENT}; the text of the line
     * before it stands at {@code [beforeFrom, beforeTo)}.
     */
    int after(int line, byte[] b, int at, int end, int beforeFrom, int beforeTo) {
        int prefix = shared[line] >>> 16;
        int suffix = shared[line] & MAX_SHARED;
        int from = starts[line];
        int to = starts[line + 1];
        int own = at + prefix;
        int tail = own + to - from;
        int after = tail + suffix;
        boolean same = after <= end && Arrays.equals(b, own, tail, text, from, to)
                && (prefix == 0 || Arrays.equals(b, at, own, b, beforeFrom, beforeFrom + prefix))
                && (suffix == 0 || Arrays.equals(b, tail, after, b, beforeTo - suffix, beforeTo));
        return same ? after : ABSENT;
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
        int hash = hash(b, from, to, seed);
        for (int i = hash & mask; table[i] != 0; i = i + 1 & mask) {
            if (((table[i] ^ hash) & ~LINE) == 0) {
                int line = (table[i] & LINE) - 1;
                found.seek(line);
                if (Arrays.equals(b, from, to, found.bytes, 0, found.length)) {
                    return line;
                }
            }
        }
        return ABSENT;
    }

    private int[] build(long seed) {
        var hashes = new int[lines];
        for (int line = 0; line < lines; line++) {
            found.next(line);
            hashes[line] = hash(found.bytes, 0, found.length, seed);
        }
        int[] built = new int[Math.max(4, Integer.highestOneBit(Math.max(1, lines)) * 4)];
        int mask = built.length - 1;
        for (int line = lines - 1; line >= 0; line--) {
            if (!isComment(refs[line])) {
                int i = hashes[line] & mask;
                while (built[i] != 0) {
                    i = i + 1 & mask;
                }
                built[i] = hashes[line] & ~LINE | line + 1;
            }
        }
        return built;
    }

    private static int hash(byte[] b, int from, int to, long seed) {
        long h = seed ^ (to - from) * MULTIPLIER;
        int p = from;
        for (; p + 8 <= to; p += 8) {
            h = mix(h ^ (long) LONGS.get(b, p));
        }
        long tail = 0;
        for (; p < to; p++) {
            tail = tail << 8 | b[p] & 0xff;
        }
        return (int) (mix(h ^ tail) >>> 32);
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
        var line = new LineText();
        for (int i = 0; i < lines; i++) {
            line.next(i);
            if (!isComment(refs[i]) || line.bytes[0] != '#') {
                continue;
            }
            comment.read(line.bytes, 0, line.length, openMetrics);
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
