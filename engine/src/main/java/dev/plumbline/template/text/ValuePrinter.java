package dev.plumbline.template.text;

import dev.plumbline.model.Labels;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values as {@code fmt.Print} writes them: {@code [a b]}, {@code map[k:v]} sorted by key, {@code {a b}}, {@code <nil>}. */
public final class ValuePrinter {
    static final int MAX_DEPTH = 100;

    private ValuePrinter() {}

    /** One value as {@code %v}. */
    public static String text(@Nullable Object value) {
        if (value instanceof String s) {
            return s;
        }
        var out = new BoundedText();
        new Directive(out).print(value, 'v');
        return out.toString();
    }

    /** {@code fmt.Sprint}: a space between two neighbours of which neither is a string. */
    public static String print(List<? extends @Nullable Object> values) {
        var out = new BoundedText();
        boolean lastIsString = true;
        for (Object value : values) {
            boolean isString = Kind.of(value) == Kind.STRING;
            if (!isString && !lastIsString) {
                out.append(' ');
            }
            out.append(text(value));
            lastIsString = isString;
        }
        return out.toString();
    }

    /** {@code fmt.Sprintln}: spaces between all, a line break at the end. */
    public static String println(List<? extends @Nullable Object> values) {
        var out = new BoundedText();
        String separator = "";
        for (Object value : values) {
            out.append(separator).append(text(value));
            separator = " ";
        }
        return out.append('\n').toString();
    }

    /** Prints one part of a composite value. */
    @FunctionalInterface
    interface Part {
        void print(@Nullable Object value, int depth);
    }

    /** Prints a list, map or struct, each part by {@code part}; fails when it is nested too deep. */
    static void composite(BoundedText out, @Nullable Object value, int depth, boolean names, Part part) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException("values are nested deeper than " + MAX_DEPTH);
        }
        switch (value) {
            case List<?> list -> list(out, list, depth, part);
            case Labels labels -> map(out, labels.toMap(), depth, part);
            case Map<?, ?> map -> map(out, sorted(map), depth, part);
            case Fields fields -> struct(out, fields, depth, names, part);
            case null, default -> out.append("{}");
        }
    }

    private static void list(BoundedText out, List<?> list, int depth, Part part) {
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            space(out, first);
            first = false;
            part.print(element, depth + 1);
        }
        out.append(']');
    }

    private static void map(BoundedText out, Map<String, ? extends @Nullable Object> map, int depth, Part part) {
        out.append("map[");
        boolean first = true;
        for (var entry : map.entrySet()) {
            space(out, first);
            first = false;
            part.print(entry.getKey(), depth + 1);
            out.append(':');
            part.print(entry.getValue(), depth + 1);
        }
        out.append(']');
    }

    private static void struct(BoundedText out, Fields fields, int depth, boolean names, Part part) {
        out.append('{');
        boolean first = true;
        for (var entry : fields.values().entrySet()) {
            space(out, first);
            first = false;
            out.append(names ? entry.getKey() + ":" : "");
            part.print(entry.getValue(), depth + 1);
        }
        out.append('}');
    }

    private static void space(BoundedText out, boolean first) {
        if (!first) {
            out.append(' ');
        }
    }

    /** A map's entries in ascending order of their keys. */
    public static Map<String, @Nullable Object> sorted(Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        return sorted;
    }
}
