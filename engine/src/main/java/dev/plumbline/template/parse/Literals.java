package dev.plumbline.template.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Constants as Go writes them. Each method returns null for what is none. */
final class Literals {
    private Literals() {}

    /** A Long, or a Double for what has a point or an exponent. Underscores between digits are allowed. */
    static @Nullable Number number(String text) {
        boolean minus = text.startsWith("-");
        String body = minus || text.startsWith("+") ? text.substring(1) : text;
        String digits = body.replace("_", "").toLowerCase(Locale.ROOT);
        if (digits.isEmpty() || !Character.isDigit(digits.charAt(0)) && digits.charAt(0) != '.' || misplacedUnderscore(body)) {
            return null;
        }
        try {
            boolean hex = digits.startsWith("0x");
            boolean isFloat = digits.indexOf('.') >= 0 || digits.indexOf(hex ? 'p' : 'e') >= 0;
            return isFloat ? real(digits, hex, minus) : (Number) whole(digits, minus);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static boolean misplacedUnderscore(String body) {
        return body.startsWith("_") || body.endsWith("_") || body.contains("__") || body.contains("_.") || body.contains("._");
    }

    private static @Nullable Double real(String digits, boolean hex, boolean minus) {
        char last = digits.charAt(digits.length() - 1);
        if (hex && digits.indexOf('p') < 0 || last == 'f' && !hex || last == 'd' && !hex) {
            return null;
        }
        double value = Double.parseDouble(digits);
        return Double.isInfinite(value) ? null : Double.valueOf(minus ? -value : value);
    }

    private static Long whole(String digits, boolean minus) {
        int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0b") ? 2 : digits.startsWith("0") && digits.length() > 1 ? 8 : 10;
        String bare = radix == 16 || radix == 2 || digits.startsWith("0o") ? digits.substring(2) : digits;
        if (bare.startsWith("-") || bare.startsWith("+")) {
            throw new NumberFormatException();
        }
        return Long.parseLong(minus ? "-" + bare : bare, radix);
    }

    /** The value of a string in double quotes or backquotes. */
    static @Nullable String string(String quoted) {
        String body = quoted.substring(1, quoted.length() - 1);
        if (quoted.charAt(0) == '`') {
            return body.replace("\r", "");
        }
        return body.indexOf('\\') < 0 ? body : unescape(body, '"');
    }

    /** The code point of a character constant. */
    static @Nullable Long character(String quoted) {
        String value = unescape(quoted.substring(1, quoted.length() - 1), '\'');
        return value != null && value.codePointCount(0, value.length()) == 1 ? Long.valueOf(value.codePointAt(0)) : null;
    }

    private static @Nullable String unescape(String body, char quote) {
        var bytes = new ByteArrayOutputStream(body.length());
        int i = 0;
        while (i < body.length()) {
            int c = body.codePointAt(i);
            i += Character.charCount(c);
            if (c != '\\') {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int length = escapeLength(body, i, quote);
            if (length == 0 || !escape(bytes, body.substring(i, i + length))) {
                return null;
            }
            i += length;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Characters of the escape behind a backslash; 0 when it is none. */
    private static int escapeLength(String body, int at, char quote) {
        if (at >= body.length()) {
            return 0;
        }
        char c = body.charAt(at);
        int length = switch (c) {
            case 'a', 'b', 'f', 'n', 'r', 't', 'v', '\\' -> 1;
            case 'x', '0', '1', '2', '3', '4', '5', '6', '7' -> 3;
            case 'u' -> 5;
            case 'U' -> 9;
            default -> c == quote ? 1 : 0;
        };
        return at + length <= body.length() ? length : 0;
    }

    private static boolean escape(ByteArrayOutputStream bytes, String escape) {
        char kind = escape.charAt(0);
        if (escape.length() == 1) {
            int simple = "abfnrtv".indexOf(kind);
            bytes.write(simple >= 0 ? "\u0007\b\f\n\r\t\u000b".charAt(simple) : kind);
            return true;
        }
        boolean octal = Character.isDigit(kind);
        String digits = octal ? escape : escape.substring(1);
        int radix = octal ? 8 : 16;
        if (!digits.chars().allMatch(d -> d < 0x80 && Character.digit(d, radix) >= 0)) {
            return false;
        }
        long value = Long.parseLong(digits, radix);
        if (escape.length() == 3) {
            bytes.write((int) value);
            return value <= 255;
        }
        if (value > Character.MAX_CODE_POINT || value >= 0xD800 && value <= 0xDFFF) {
            return false;
        }
        bytes.writeBytes(Character.toString((int) value).getBytes(StandardCharsets.UTF_8));
        return true;
    }
}
