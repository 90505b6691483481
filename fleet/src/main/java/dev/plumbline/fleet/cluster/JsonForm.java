package dev.plumbline.fleet.cluster;

import dev.plumbline.fleet.receivers.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes, changes, merges and writes JSON; values are not changed in place. */
final class JsonForm {
    private static final Json NULL = new Json.Null();

    private JsonForm() {}

    static Json text(String value) {
        return new Json.Text(value);
    }

    static Json number(long value) {
        return new Json.Decimal(Long.toString(value));
    }

    static Json bool(boolean value) {
        return new Json.Bool(value);
    }

    static Json list(List<Json> elements) {
        return new Json.Elements(elements);
    }

    /** An object of names and values in turn. */
    static Json object(Object... namesAndValues) {
        var members = new LinkedHashMap<String, Json>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
        }
        return new Json.Members(members);
    }

    /** The object with one member more, or another value for it; a missing object is an empty one. */
    static Json with(Json object, String name, Json value) {
        var members = members(object);
        members.put(name, value);
        return new Json.Members(members);
    }

    /** With a value at a path such as {@code status.canary.weights}. */
    static Json at(Json object, String path, Json value) {
        int dot = path.indexOf('.');
        return dot < 0 ? with(object, path, value)
                : with(object, path.substring(0, dot), at(object.at(path.substring(0, dot)), path.substring(dot + 1), value));
    }

    /** The object without a member. */
    static Json without(Json object, String name) {
        var members = members(object);
        members.remove(name);
        return new Json.Members(members);
    }

    private static LinkedHashMap<String, Json> members(Json object) {
        return object instanceof Json.Members(Map<String, Json> members) ? new LinkedHashMap<>(members) : new LinkedHashMap<>();
    }

    /** RFC 7396. */
    static Json merge(Json target, Json patch) {
        if (!(patch instanceof Json.Members(Map<String, Json> changes))) {
            return patch;
        }
        var members = members(target);
        changes.forEach((name, change) -> {
            if (change.equals(NULL)) {
                members.remove(name);
            } else {
                members.put(name, merge(members.getOrDefault(name, Json.MISSING), change));
            }
        });
        return new Json.Members(members);
    }

    /** On one line. */
    static String write(Json value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Members(var members) -> {
                out.append('{');
                members.forEach((name, member) -> {
                    separate(out);
                    quote(name, out);
                    write(member, out.append(':'));
                });
                out.append('}');
            }
            case Json.Elements(var elements) -> {
                out.append('[');
                elements.forEach(element -> {
                    separate(out);
                    write(element, out);
                });
                out.append(']');
            }
            case Json.Text(var text) -> quote(text, out);
            case Json.Decimal(var written) -> out.append(written);
            case Json.Bool(var bool) -> out.append(bool);
            case Json.Null() -> out.append("null");
            case Json.Missing() -> out.append("null");
        }
    }

    private static void separate(StringBuilder out) {
        if ("{[".indexOf(out.charAt(out.length() - 1)) < 0) {
            out.append(',');
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        out.append('"');
    }
}
