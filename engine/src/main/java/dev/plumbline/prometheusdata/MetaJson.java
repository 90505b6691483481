package dev.plumbline.prometheusdata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Just enough JSON for {@code meta.json}: maps, lists, strings, longs, doubles, booleans and null. Not thread-safe. */
final class MetaJson {
    private static final int DEEPEST = 32;
    private final String text;
    private int at;

    private MetaJson(String text) {
        this.text = text;
    }

    /** The object that the text is; {@link Damage} when it is none. */
    static Map<?, ?> object(String text) {
        var json = new MetaJson(text);
        Object value = json.value(0);
        if (json.peek() != 0 || !(value instanceof Map<?, ?> map)) {
            throw new Damage("it is not one JSON object");
        }
        return map;
    }

    private @Nullable Object value(int depth) {
        if (depth > DEEPEST) {
            throw new Damage("JSON of more than " + DEEPEST + " levels");
        }
        return switch (peek()) {
            case '{' -> map(depth);
            case '[' -> list(depth);
            case '"' -> string();
            default -> word();
        };
    }

    /** The next character that is not white space; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    private void require(char c) {
        if (!take(c)) {
            throw new Damage("JSON without \"" + c + "\" at character " + at);
        }
    }

    private Map<String, @Nullable Object> map(int depth) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        require('{');
        if (take('}')) {
            return map;
        }
        do {
            peek();
            String key = string();
            require(':');
            map.put(key, value(depth + 1));
        } while (take(','));
        require('}');
        return map;
    }

    private List<@Nullable Object> list(int depth) {
        var list = new ArrayList<@Nullable Object>();
        require('[');
        if (take(']')) {
            return list;
        }
        do {
            list.add(value(depth + 1));
        } while (take(','));
        require(']');
        return list;
    }

    /** A string; escapes stay as they are written, since nothing that is asked for has any. */
    private String string() {
        require('"');
        int from = at;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        int to = Math.min(at, text.length());
        require('"');
        return text.substring(from, to);
    }

    private @Nullable Object word() {
        int from = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at);
        return switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> number(word);
        };
    }

    private Object number(String word) {
        try {
            if (word.indexOf('.') < 0 && word.indexOf('e') < 0 && word.indexOf('E') < 0) {
                return Long.parseLong(word);
            }
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new Damage("JSON with \"" + word + "\" at character " + at);
        }
    }
}
