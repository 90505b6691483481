package dev.plumbline.daemon.config.alertmanager.matcher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Go's interpreted string literals: {@code \x41} and {@code \101} are bytes, {@code \\u} and {@code \U} are characters. */
final class GoQuoted {
    private static final String SIMPLE = "abfnrtv\\\"";
    private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\\"";
    private final String text;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at = 1;

    private GoQuoted(String text) {
        this.text = text;
    }

    /** The content of a literal in double quotes; null when it is none, or its bytes are not UTF-8. */
    static @Nullable String unquote(String literal) {
        return new GoQuoted(literal).content();
    }

    private @Nullable String content() {
        int end = text.length() - 1;
        while (at < end) {
            if (text.charAt(at) == '\\') {
                at++;
                if (!escape(text.charAt(at++), end)) {
                    return null;
                }
            } else if (text.charAt(at) == '\n') {
                return null;
            } else {
                append(text.codePointAt(at));
                at += Character.charCount(text.codePointAt(at));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private void append(int codePoint) {
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }

    private boolean escape(char c, int end) {
        int simple = SIMPLE.indexOf(c);
        if (simple >= 0) {
            append(MEANING.charAt(simple));
            return true;
        }
        return switch (c) {
            case 'x' -> number(2, 16, 255, end);
            case 'u' -> number(4, 16, Character.MAX_CODE_POINT, end);
            case 'U' -> number(8, 16, Character.MAX_CODE_POINT, end);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                yield number(3, 8, 255, end);
            }
            default -> false;
        };
    }

    /** Digits of a byte ({@code max} 255) or of a character. */
    private boolean number(int digits, int radix, int max, int end) {
        if (at + digits > end) {
            return false;
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(text.charAt(at++), radix);
            if (digit < 0) {
                return false;
            }
            value = value * radix + digit;
        }
        boolean half = max > 255 && value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (value > max || half) {
            return false;
        }
        if (max == 255) {
            bytes.write((int) value);
        } else {
            append((int) value);
        }
        return true;
    }
}
