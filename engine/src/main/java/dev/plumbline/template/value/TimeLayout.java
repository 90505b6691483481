package dev.plumbline.template.value;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A layout of Go's {@code time} package: an example text in which the parts of Monday, January 2, 2006, 15:04:05 MST stand
 * where those of another time shall be. Anything else stands for itself. Immutable; thread-safe.
 */
final class TimeLayout {
    private static final int MAX_CACHED = 64;
    private static final Map<String, TimeLayout> CACHE = new ConcurrentHashMap<>();

    private final String text;
    private final List<Chunk> chunks;

    /** A part of a layout as it is written there; a LITERAL stands for itself. */
    record Chunk(TimeElement element, String text) {}

    private TimeLayout(String text) {
        this.text = text;
        this.chunks = split(text);
    }

    static TimeLayout of(String text) {
        TimeLayout known = CACHE.get(text);
        if (known == null) {
            known = new TimeLayout(text);
            if (CACHE.size() < MAX_CACHED) {
                CACHE.putIfAbsent(text, known);
            }
        }
        return known;
    }

    String text() {
        return text;
    }

    List<Chunk> chunks() {
        return chunks;
    }

    private static List<Chunk> split(String text) {
        var chunks = new ArrayList<Chunk>();
        int literal = 0;
        int pos = 0;
        while (pos < text.length()) {
            Chunk chunk = chunkAt(text, pos);
            if (chunk == null) {
                pos++;
                continue;
            }
            if (pos > literal) {
                chunks.add(new Chunk(TimeElement.LITERAL, text.substring(literal, pos)));
            }
            chunks.add(chunk);
            pos += chunk.text.length();
            literal = pos;
        }
        if (literal < text.length()) {
            chunks.add(new Chunk(TimeElement.LITERAL, text.substring(literal)));
        }
        return List.copyOf(chunks);
    }

    private static @Nullable Chunk chunkAt(String text, int pos) {
        char first = text.charAt(pos);
        if (first == '.' || first == ',') {
            return fraction(text, pos);
        }
        if (text.startsWith("_2006", pos)) {
            return null; // the underscore is a literal, the year follows
        }
        for (TimeElement element : TimeElement.values()) {
            for (String pattern : element.patterns()) {
                if (text.startsWith(pattern, pos) && !goesOn(text, pos, pattern)) {
                    return new Chunk(element, pattern);
                }
            }
        }
        return null;
    }

    /** Whether an abbreviation is only the beginning of a word: Janet, Month. */
    private static boolean goesOn(String text, int pos, String pattern) {
        int end = pos + pattern.length();
        boolean abbreviation = pattern.equals("Jan") || pattern.equals("Mon");
        return abbreviation && end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z';
    }

    private static @Nullable Chunk fraction(String text, int pos) {
        int end = pos + 1;
        if (end >= text.length() || text.charAt(end) != '0' && text.charAt(end) != '9') {
            return null;
        }
        char digit = text.charAt(end);
        while (end < text.length() && text.charAt(end) == digit) {
            end++;
        }
        boolean more = end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9';
        return more ? null : new Chunk(TimeElement.FRACTION, text.substring(pos, end));
    }

    /** The time in this layout. */
    String format(ZonedDateTime time) {
        var out = new StringBuilder();
        for (Chunk chunk : chunks) {
            chunk.element.append(out, time, chunk.text);
        }
        return out.toString();
    }
}
