package dev.plumbline.template.text;

import dev.plumbline.model.Labels;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.template.value.TemplateObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as {@code encoding/json} writes it: keys of maps sorted, {@code < > &} escaped, no spaces. */
public final class JsonText {
    private static final int MAX_DEPTH = 100;

    private final BoundedText out = new BoundedText();

    private JsonText() {}

    /** @throws TemplateException when a value has no JSON (NaN, infinity), or the text is too long or too deep */
    public static String of(@Nullable Object value) {
        var json = new JsonText();
        json.value(value, 0);
        return json.out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException("values are nested deeper than " + MAX_DEPTH);
        }
        switch (value) {
            case null -> out.append("null");
            case TemplateObject object -> value(object.json(), depth + 1);
            case String s -> string(s);
            case Double d -> number(d);
            case Boolean _, Long _, Integer _ -> out.append(value.toString());
            case List<?> list -> list(list, depth);
            case Labels labels -> object(labels.toMap(), depth);
            case Fields fields -> object(fields.values(), depth);
            case Map<?, ?> map -> object(ValuePrinter.sorted(map), depth);
            default -> throw new TemplateException("json: unsupported type: " + value.getClass().getSimpleName());
        }
    }


    private void list(List<?> list, int depth) {
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            separate(first);
            first = false;
            value(element, depth + 1);
        }
        out.append(']');
    }

    private void object(Map<String, ? extends @Nullable Object> map, int depth) {
        out.append('{');
        boolean first = true;
        for (var entry : map.entrySet()) {
            separate(first);
            first = false;
            string(entry.getKey());
            out.append(':');
            value(entry.getValue(), depth + 1);
        }
        out.append('}');
    }

    private void separate(boolean first) {
        if (!first) {
            out.append(',');
        }
    }

    private void number(double d) {
        if (Double.isNaN(d) || Double.isInfinite(d)) {
            throw new TemplateException("json: unsupported value: " + FloatText.general(d));
        }
        double size = Math.abs(d);
        if (d == 0 || size >= 1e-6 && size < 1e21) {
            out.append(FloatText.format(d, 'f', FloatText.SHORTEST));
        } else {
            String text = FloatText.format(d, 'e', FloatText.SHORTEST);
            int sign = text.length() - 3;
            out.append(text.startsWith("e-0", sign - 1) ? text.substring(0, text.length() - 2) + text.substring(text.length() - 1) : text);
        }
    }

    private void string(String s) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
