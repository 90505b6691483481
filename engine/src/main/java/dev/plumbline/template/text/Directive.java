package dev.plumbline.template.text;

import dev.plumbline.model.Quoting;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One verb of {@code fmt} with its flags, and how it prints a value of each kind. A verb that does not fit prints as
 * {@code %!d(string=x)}. Used for one call, by one thread.
 */
final class Directive {
    /** The largest width or precision; a larger one is refused as Go does. */
    static final int MAX_NUMBER = 1_000_000;

    private final BoundedText out;
    boolean plus;
    boolean minus;
    boolean sharp;
    boolean space;
    boolean zero;
    int width = -1;
    int precision = -1;

    Directive(BoundedText out) {
        this.out = out;
    }

    /** Prints a value under a verb. */
    void print(@Nullable Object value, int verb) {
        print(value, verb, 0);
    }

    private void print(@Nullable Object value, int verb, int depth) {
        if (value == null) {
            if (verb == 'v' || verb == 'T' || depth > 0) {
                pad("<nil>");
            } else {
                badVerb(null, verb);
            }
        } else if (verb == 'T') {
            string(Kind.typeName(value), 's');
        } else if (value instanceof TemplateObject object) {
            object(object, verb, depth);
        } else {
            plain(value, value, verb, depth);
        }
    }

    private void object(TemplateObject object, int verb, int depth) {
        String text = object.text();
        if (text != null && "vsxXq".indexOf(verb) >= 0) {
            string(text, verb);
        } else {
            plain(object.underlying(), object, verb, depth);
        }
    }

    private void plain(Object value, Object typed, int verb, int depth) {
        boolean fits = switch (value) {
            case String s -> string(s, verb);
            case Boolean b -> bool(b, verb);
            case Long n -> integer(n, verb);
            case Integer n -> integer(n, verb);
            case Double d -> number(d, verb);
            default -> {
                ValuePrinter.composite(out, value, depth, plus, (part, partDepth) -> print(part, verb, partDepth));
                yield true;
            }
        };
        if (!fits) {
            badVerb(typed, verb);
        }
    }

    private void badVerb(@Nullable Object value, int verb) {
        out.append("%!").appendCodePoint(verb).append('(');
        if (value == null) {
            out.append("<nil>");
        } else {
            out.append(Kind.typeName(value)).append('=');
            if (value instanceof TemplateObject object) {
                plain(object.underlying(), object, 'v', 1);
            } else {
                print(value, 'v', 1);
            }
        }
        out.append(')');
    }

    private boolean bool(boolean value, int verb) {
        if (verb != 't' && verb != 'v') {
            return false;
        }
        pad(Boolean.toString(value));
        return true;
    }

    private boolean string(String s, int verb) {
        switch (verb) {
            case 'v' -> pad(sharp ? Quoting.quote(s) : truncated(s));
            case 's' -> pad(truncated(s));
            case 'q' -> pad(quoted(truncated(s)));
            case 'x', 'X' -> pad(hex(s, verb == 'X'));
            default -> {
                return false;
            }
        }
        return true;
    }

    private String truncated(String s) {
        return precision >= 0 && s.codePointCount(0, s.length()) > precision ? s.substring(0, s.offsetByCodePoints(0, precision)) : s;
    }

    private String quoted(String s) {
        return sharp && canBackquote(s) ? '`' + s + '`' : plus ? ascii(Quoting.quote(s)) : Quoting.quote(s);
    }

    private static String ascii(String quoted) {
        var text = new BoundedText();
        quoted.codePoints().forEach(c -> {
            if (c < 0x80) {
                text.append((char) c);
            } else {
                text.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
            }
        });
        return text.toString();
    }

    private static boolean canBackquote(String s) {
        return s.chars().allMatch(c -> c != '`' && (c >= ' ' || c == '\t') && c != 0x7f && c != 0xfeff);
    }

    private String hex(String s, boolean upper) {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        int count = precision >= 0 ? Math.min(precision, bytes.length) : bytes.length;
        String digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
        var text = new BoundedText();
        for (int i = 0; i < count; i++) {
            text.append(space && i > 0 ? " " : "").append(sharp && (space || i == 0) ? upper ? "0X" : "0x" : "");
            text.append(digits.charAt(bytes[i] >> 4 & 15)).append(digits.charAt(bytes[i] & 15));
        }
        return text.toString();
    }

    private boolean integer(long n, int verb) {
        switch (verb) {
            case 'v', 'd' -> digits(n, 10, "", false);
            case 'b' -> digits(n, 2, sharp ? "0b" : "", false);
            case 'o' -> digits(n, 8, sharp ? "0" : "", false);
            case 'O' -> digits(n, 8, "0o", false);
            case 'x' -> digits(n, 16, sharp ? "0x" : "", false);
            case 'X' -> digits(n, 16, sharp ? "0X" : "", true);
            case 'c' -> pad(character(n));
            case 'q' -> pad(quotedCharacter(n));
            case 'U' -> pad(unicode(n));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String character(long n) {
        return n < 0 || n > Character.MAX_CODE_POINT || n >= 0xD800 && n <= 0xDFFF ? "\uFFFD" : Character.toString((int) n);
    }

    private static String quotedCharacter(long n) {
        String quoted = Quoting.quote(character(n));
        String inner = quoted.substring(1, quoted.length() - 1);
        return "'" + (inner.equals("'") ? "\\'" : inner.equals("\\\"") ? "\"" : inner) + "'";
    }

    private String unicode(long n) {
        String digits = Long.toHexString(n).toUpperCase(Locale.ROOT);
        return "U+" + "0".repeat(Math.max(0, 4 - digits.length())) + digits + (sharp ? " '" + character(n) + "'" : "");
    }

    private void digits(long n, int radix, String prefix, boolean upper) {
        String digits = Long.toString(n, radix);
        digits = n < 0 ? digits.substring(1) : digits;
        digits = upper ? digits.toUpperCase(Locale.ROOT) : digits;
        String sign = n < 0 ? "-" : plus ? "+" : space ? " " : "";
        int wanted = precision;
        if (precision == 0 && n == 0) {
            out.repeat(' ', width);
            return;
        }
        if (precision < 0 && zero && !minus) {
            wanted = width - sign.length();
        }
        var text = new BoundedText().append(sign).append(prefix).repeat('0', wanted - digits.length()).append(digits);
        padWith(text.toString(), ' ');
    }

    private boolean number(double d, int verb) {
        char style = switch (verb) {
            case 'v', 'g', 'G' -> 'g';
            case 'e', 'E' -> 'e';
            case 'f', 'F' -> 'f';
            default -> 0;
        };
        if (style == 0) {
            return false;
        }
        int wanted = precision >= 0 ? precision : style == 'g' ? FloatText.SHORTEST : 6;
        String text = FloatText.format(d, style, wanted);
        if (verb == 'E' || verb == 'G') {
            text = text.replace('e', 'E');
        }
        boolean finite = !Double.isNaN(d) && !Double.isInfinite(d);
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String sign = signed ? text.substring(0, 1) : plus ? "+" : space ? " " : "";
        String digits = signed ? text.substring(1) : text;
        if (zero && !minus && finite) {
            digits = new BoundedText().repeat('0', width - sign.length() - digits.length()).append(digits).toString();
        }
        padWith(sign + digits, ' ');
        return true;
    }

    /** Padded to the width; with the flag 0, by zeros on the left. */
    private void pad(String text) {
        padWith(text, zero && !minus ? '0' : ' ');
    }

    private void padWith(String text, char filler) {
        int missing = width - text.codePointCount(0, text.length());
        if (minus) {
            out.append(text).repeat(' ', missing);
        } else {
            out.repeat(filler, missing).append(text);
        }
    }
}
