package dev.plumbline.daemon.config.alertmanager.matcher;

import com.google.re2j.Pattern;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;

/** The classic form: names of ASCII letters, digits, {@code _} and {@code :}, values bare or quoted, perhaps empty. */
final class ClassicMatchers {
    // The operator =~ stands before = so that its tilde is not taken for the value's.
    private static final Pattern FORM = Pattern.compile("^\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|=|!=|!~)\\s*((?s).*?)\\s*$");

    private ClassicMatchers() {}

    /** Fails with kind USER. A brace at either end is dropped, whether or not it has a partner. */
    static List<Matcher> parse(String text) {
        String inner = text.startsWith("{") ? text.substring(1) : text;
        inner = inner.endsWith("}") ? inner.substring(0, inner.length() - 1) : inner;
        return split(inner).stream().map(ClassicMatchers::matcher).toList();
    }

    /** The parts between commas that are not in quotes; the last one only if there is something in it. */
    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        boolean escaped = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            } else if (c == '"' && !escaped) {
                quoted = !quoted;
            }
            escaped = c == '\\' && !escaped;
        }
        String last = text.substring(start).strip();
        if (!last.isEmpty()) {
            parts.add(last);
        }
        return parts;
    }

    private static Matcher matcher(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw PlumblineException.user("bad matcher format: " + text);
        }
        LabelMatcher.Type type = switch (form.group(2)) {
            case "=~" -> LabelMatcher.Type.MATCH;
            case "!=" -> LabelMatcher.Type.NOT_EQUAL;
            case "!~" -> LabelMatcher.Type.NOT_MATCH;
            default -> LabelMatcher.Type.EQUAL;
        };
        return new Matcher(form.group(1), type, unescape(form.group(3)));
    }

    /** Undoes {@code \n \" \\}; any other backslash stands for itself, also as the last character. */
    private static String unescape(String raw) {
        boolean quoted = raw.startsWith("\"");
        String text = quoted ? raw.substring(1) : raw;
        var value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i == text.length() - 1;
            if (c == '\\' && !last) {
                char next = text.charAt(++i);
                value.append(next == 'n' ? "\n" : next == '"' || next == '\\' ? String.valueOf(next) : "\\" + next);
            } else if (c != '"') {
                value.append(c);
            } else if (quoted && last) {
                quoted = false;
            } else {
                throw unescapedQuote(raw);
            }
        }
        if (quoted) {
            throw unescapedQuote(raw);
        }
        return value.toString();
    }

    private static PlumblineException unescapedQuote(String raw) {
        return PlumblineException.user("matcher value contains unescaped double quote: " + raw);
    }
}
