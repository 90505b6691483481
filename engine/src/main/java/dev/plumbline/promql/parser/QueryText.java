package dev.plumbline.promql.parser;

import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Span;
import org.jspecify.annotations.Nullable;

/** A query's text with its places: char index to UTF-8 byte offset, byte offset to line and column. Immutable. */
final class QueryText {
    /** The longest query taken, in chars. */
    static final int MAX_LENGTH = 1 << 20;

    private final String text;
    private final int @Nullable [] byteOffsets; // by char index; null when all is ASCII

    QueryText(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new QueryException(QueryException.Type.BAD_DATA, "1:1: parse error: query of " + text.length()
                    + " characters is longer than the limit of " + MAX_LENGTH);
        }
        this.text = text;
        this.byteOffsets = text.chars().allMatch(c -> c < 0x80) ? null : offsets(text);
    }

    private static int[] offsets(String text) {
        var offsets = new int[text.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // The two halves of a pair count 2 + 2 bytes.
            int width = c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            offsets[i + 1] = offsets[i] + width;
        }
        return offsets;
    }

    String text() {
        return text;
    }

    /** The byte offset of a char index. */
    int byteOffset(int index) {
        return byteOffsets == null ? index : byteOffsets[index];
    }

    /** The first byte offset from here on that is not white space. */
    int afterSpace(int byteOffset) {
        int i = 0;
        while (i < text.length() && (byteOffset(i) < byteOffset || Character.isWhitespace(text.charAt(i)))) {
            i++;
        }
        return byteOffset(i);
    }

    /** A user's error at a place. */
    QueryException error(Span place, String message) {
        return error(place.start(), message);
    }

    /** A user's error at a byte offset: {@code line:column: parse error: message}, both 1-based, columns in bytes. */
    QueryException error(int byteOffset, String message) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length() && byteOffset(i) < byteOffset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = byteOffset(i) + 1;
            }
        }
        return new QueryException(QueryException.Type.BAD_DATA,
                line + ":" + (byteOffset - lineStart + 1) + ": parse error: " + message);
    }
}
