package dev.plumbline.promql.parser;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a quoted string and its value, with Go's escapes. Escapes may write bytes that are not UTF-8 (as
 * {@code "\xff"}); such a byte b becomes the lone surrogate U+DC00 + b, so that the value stays a string, prints as it was
 * written, and can be refused where UTF-8 is needed.
 */
public final class StringScanner {
    private static final int INVALID_BYTE = 0xDC00;
    private static final int REPLACEMENT = 0xFFFD;

    private final String text;
    private final char quote;
    private final StringBuilder value = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pos;

    /** For the string whose opening quote (one of the three) stands at {@code start}. */
    StringScanner(String text, int start, char quote) {
        this.text = text;
        this.quote = quote;
        this.pos = start + 1;
    }

    /**
     * The value of a whole quoted string, which must be valid.
     *
     * @throws IllegalArgumentException when it is not, with what is wrong
     */
    public static String unquote(String quoted) {
        char quote = quoted.isEmpty() ? ' ' : quoted.charAt(0);
        if (quote != '"' && quote != '\'' && quote != '`') {
            throw new IllegalArgumentException("a quoted string literal is required");
        }
        var scanner = new StringScanner(quoted, 0, quote);
        String problem = scanner.scan();
        if (problem != null || scanner.position() != quoted.length()) {
            throw new IllegalArgumentException(problem != null ? problem : "text after the closing quote");
        }
        return scanner.value();
    }

    /** Index after the closing quote, or where scanning stopped. */
    int position() {
        return pos;
    }

    String value() {
        return value.toString();
    }

    /** Reads up to the closing quote; returns what is wrong, or null. */
    @Nullable String scan() {
        while (pos < text.length()) {
            int c = text.codePointAt(pos);
            pos += Character.charCount(c);
            if (c == quote) {
                flushBytes();
                return null;
            }
            if (c == REPLACEMENT || c >= 0xD800 && c <= 0xDFFF) {
                return "invalid UTF-8 rune";
            }
            if (c == '\n' && quote != '`') {
                break;
            }
            if (c == '\\' && quote != '`') {
                String problem = escape();
                if (problem != null) {
                    return problem;
                }
            } else {
                append(c);
            }
        }
        return quote == '`' ? "unterminated raw string" : "unterminated quoted string";
    }

    private void append(int codePoint) {
        flushBytes();
        value.appendCodePoint(codePoint);
    }

    private @Nullable String escape() {
        if (pos >= text.length()) {
            return "escape sequence not terminated";
        }
        int c = text.codePointAt(pos);
        int simple = "abfnrtv\\".indexOf(c);
        if (simple >= 0 || c == quote) {
            pos++;
            append(simple >= 0 ? "\u0007\b\f\n\r\t\u000b\\".charAt(simple) : c);
            return null;
        }
        return switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(3, 8, 255);
            case 'x' -> skipThenDigits(2, 255);
            case 'u' -> skipThenDigits(4, Character.MAX_CODE_POINT);
            case 'U' -> skipThenDigits(8, Character.MAX_CODE_POINT);
            default -> "unknown escape sequence " + shown(c);
        };
    }

    private @Nullable String skipThenDigits(int n, int max) {
        pos++;
        return digits(n, 16, max);
    }

    private @Nullable String digits(int n, int radix, int max) {
        long x = 0;
        for (int i = 0; i < n; i++) {
            if (pos >= text.length()) {
                return "escape sequence not terminated";
            }
            int c = text.codePointAt(pos);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return "illegal character " + shown(c) + " in escape sequence";
            }
            x = x * radix + digit;
            pos++;
        }
        if (x > max || max > 255 && x >= 0xD800 && x <= 0xDFFF) {
            return "escape sequence is an invalid Unicode code point";
        }
        if (max == 255) {
            bytes.write((int) x);
        } else {
            append((int) x);
        }
        return null;
    }

    /** As Go's {@code %#U}. */
    private static String shown(int c) {
        return String.format(Locale.ROOT, "U+%04X '%s'", c, Character.toString(c));
    }

    private void flushBytes() {
        if (bytes.size() == 0) {
            return;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes.toByteArray());
        var out = CharBuffer.allocate(in.remaining());
        bytes.reset();
        while (decoder.decode(in, out, true).isError()) {
            out.put((char) (INVALID_BYTE + (in.get() & 0xff)));
        }
        value.append(out.flip());
    }
}
