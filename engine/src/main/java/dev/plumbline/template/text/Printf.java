package dev.plumbline.template.text;

import dev.plumbline.template.value.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code fmt.Sprintf}. Mistakes show in the text, as in Go: {@code %!d(MISSING)}, {@code %!(EXTRA int=1)},
 * {@code %!(NOVERB)}, {@code %!(BADWIDTH)}, {@code %!(BADPREC)}, {@code %!d(BADINDEX)}. Verbs b, x and X of floats, and Go
 * syntax by {@code %#v} of anything but strings, are not supported.
 */
public final class Printf {
    private final String format;
    private final List<? extends @Nullable Object> arguments;
    private final BoundedText out = new BoundedText();
    private int pos;
    private int next;
    private boolean reordered;
    private boolean goodIndex;
    private boolean afterIndex;

    private Printf(String format, List<? extends @Nullable Object> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    /** The format with its verbs replaced by the arguments. */
    public static String format(String format, List<? extends @Nullable Object> arguments) {
        return new Printf(format, arguments).run();
    }

    private String run() {
        while (pos < format.length()) {
            int percent = format.indexOf('%', pos);
            if (percent < 0) {
                out.append(format, pos, format.length());
                break;
            }
            out.append(format, pos, percent);
            pos = percent + 1;
            directive();
        }
        if (!reordered && next < arguments.size()) {
            extra();
        }
        return out.toString();
    }

    private void directive() {
        var directive = new Directive(out);
        goodIndex = true;
        afterIndex = false;
        flags(directive);
        index();
        width(directive);
        precision(directive);
        if (!afterIndex) {
            index();
        }
        if (pos >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(pos);
        pos += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (next >= arguments.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            directive.print(arguments.get(next++), verb);
        }
    }

    private void flags(Directive directive) {
        for (; pos < format.length(); pos++) {
            switch (format.charAt(pos)) {
                case '#' -> directive.sharp = true;
                case '0' -> directive.zero = true;
                case '+' -> directive.plus = true;
                case '-' -> directive.minus = true;
                case ' ' -> directive.space = true;
                default -> {
                    return;
                }
            }
        }
    }

    /** {@code [n]}: the argument to go on with, counted from 1. */
    private void index() {
        if (pos >= format.length() || format.charAt(pos) != '[') {
            return;
        }
        reordered = true;
        int close = format.indexOf(']', pos);
        if (close < 0) {
            goodIndex = false;
            pos++;
            return;
        }
        String digits = format.substring(pos + 1, close);
        pos = close + 1;
        boolean number = !digits.isEmpty() && digits.length() < 8 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int wanted = number ? Integer.parseInt(digits) : 0;
        if (wanted >= 1 && wanted <= arguments.size()) {
            next = wanted - 1;
            afterIndex = true;
        } else {
            goodIndex = false;
        }
    }

    private void width(Directive directive) {
        if (pos < format.length() && format.charAt(pos) == '*') {
            pos++;
            Integer width = numberFromArgument();
            if (width == null) {
                out.append("%!(BADWIDTH)");
            } else {
                directive.minus |= width < 0;
                directive.width = Math.abs(width);
            }
            afterIndex = false;
            return;
        }
        int width = number();
        directive.width = width;
        if (afterIndex && width >= 0) {
            goodIndex = false;
        }
    }

    private void precision(Directive directive) {
        if (pos >= format.length() || format.charAt(pos) != '.') {
            return;
        }
        pos++;
        if (afterIndex) {
            goodIndex = false;
        }
        index();
        if (pos < format.length() && format.charAt(pos) == '*') {
            pos++;
            Integer precision = numberFromArgument();
            if (precision == null || precision < 0) {
                out.append("%!(BADPREC)");
            } else {
                directive.precision = precision;
            }
            afterIndex = false;
        } else {
            directive.precision = Math.max(0, number());
        }
    }

    private @Nullable Integer numberFromArgument() {
        if (next >= arguments.size()) {
            return null;
        }
        Object value = Kind.plain(arguments.get(next++));
        return value instanceof Long n && Math.abs(n) <= Directive.MAX_NUMBER ? Integer.valueOf(n.intValue()) : null;
    }

    /** Decimal digits from here on; -1 when there are none. A number beyond a million swallows the rest, as in Go. */
    private int number() {
        int number = -1;
        while (pos < format.length() && format.charAt(pos) >= '0' && format.charAt(pos) <= '9') {
            number = Math.max(0, number) * 10 + format.charAt(pos) - '0';
            pos++;
            if (number > Directive.MAX_NUMBER) {
                pos = format.length();
                return -1;
            }
        }
        return number;
    }

    private void extra() {
        out.append("%!(EXTRA ");
        String separator = "";
        for (Object value : arguments.subList(next, arguments.size())) {
            out.append(separator);
            separator = ", ";
            out.append(Kind.typeName(value));
            if (value != null) {
                out.append('=');
                new Directive(out).print(value, 'v');
            }
        }
        out.append(')');
    }
}
