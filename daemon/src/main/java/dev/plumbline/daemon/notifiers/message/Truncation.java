package dev.plumbline.daemon.notifiers.message;

import java.nio.charset.StandardCharsets;

/**
 * A text cut to a receiver's limit, with an ellipsis at its end where there is room for one.
 *
 * @param truncated whether anything was cut
 */
public record Truncation(String text, boolean truncated) {
    private static final String ELLIPSIS = "…";
    private static final int ELLIPSIS_BYTES = 3;

    /** To at most {@code limit} code points, 0 or more. */
    public static Truncation runes(String text, int limit) {
        if (text.codePointCount(0, text.length()) <= limit) {
            return new Truncation(text, false);
        }
        // Alertmanager leaves the ellipsis out where it would be a third of the text.
        boolean marked = limit > ELLIPSIS_BYTES;
        int end = text.offsetByCodePoints(0, marked ? limit - 1 : limit);
        return new Truncation(text.substring(0, end) + (marked ? ELLIPSIS : ""), true);
    }

    /** To at most {@code limit} bytes of UTF-8, 0 or more, without splitting a character. */
    public static Truncation bytes(String text, int limit) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= limit) {
            return new Truncation(text, false);
        }
        if (limit < ELLIPSIS_BYTES) {
            return new Truncation(".".repeat(limit), true);
        }
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > limit - ELLIPSIS_BYTES) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return new Truncation(text.substring(0, end) + ELLIPSIS, true);
    }
}
