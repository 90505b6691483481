package dev.plumbline.template;

import dev.plumbline.model.Labels;
import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code len}, {@code index} and {@code slice}. Strings count bytes of UTF-8, as in Go. */
final class Indexing {
    private Indexing() {}

    static long length(@Nullable Object value) {
        return switch (Kind.plain(value)) {
            case String s -> bytes(s).length;
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Labels labels -> labels.size();
            case null -> throw new TemplateException("len of nil pointer");
            default -> throw new TemplateException("len of type " + Kind.typeName(value));
        };
    }

    /** The first argument indexed by the others in turn. */
    static @Nullable Object index(Arguments arguments) {
        Object value = arguments.get(0);
        if (value == null) {
            throw new TemplateException("index of untyped nil");
        }
        for (int i = 1; i < arguments.size(); i++) {
            value = element(value, arguments.get(i));
        }
        return value;
    }

    private static @Nullable Object element(@Nullable Object value, @Nullable Object index) {
        return switch (Kind.plain(value)) {
            case List<?> list -> list.get(position(index, list.size() - 1));
            case String s -> (long) (bytes(s)[position(index, bytes(s).length - 1)] & 0xff);
            case Labels labels -> labels.get(key(index));
            case Map<?, ?> map -> map.get(key(index));
            case null -> throw new TemplateException("index of nil pointer");
            default -> throw new TemplateException("can't index item of type " + Kind.typeName(value));
        };
    }

    private static String key(@Nullable Object index) {
        if (Kind.plain(index) instanceof String key) {
            return key;
        }
        throw new TemplateException(index == null ? "value is nil; should be of type string"
                : "value has type " + Kind.typeName(index) + "; should be string");
    }

    private static int position(@Nullable Object index, int max) {
        if (!(Kind.plain(index) instanceof Long position)) {
            throw new TemplateException("cannot index slice/array with " + (index == null ? "nil" : "type " + Kind.typeName(index)));
        }
        if (position < 0 || position > max) {
            throw new TemplateException("index out of range: " + position);
        }
        return position.intValue();
    }

    /** {@code slice x 1 2} is {@code x[1:2]}; a third index bounds the capacity, which nothing here has, and is only checked. */
    static Object slice(Arguments arguments) {
        Object value = Kind.plain(arguments.get(0));
        if (arguments.size() > 4) {
            throw new TemplateException("too many slice indexes: " + (arguments.size() - 1));
        }
        return switch (value) {
            case String _ when arguments.size() == 4 -> throw new TemplateException("cannot 3-index slice a string");
            case String s -> {
                byte[] bytes = bytes(s);
                int[] bounds = bounds(arguments, bytes.length);
                yield new String(bytes, bounds[0], bounds[1] - bounds[0], StandardCharsets.UTF_8);
            }
            case List<?> list -> {
                int[] bounds = bounds(arguments, list.size());
                yield Collections.unmodifiableList(new ArrayList<>(list.subList(bounds[0], bounds[1])));
            }
            case null -> throw new TemplateException("slice of untyped nil");
            default -> throw new TemplateException("can't slice item of type " + Kind.typeName(arguments.get(0)));
        };
    }

    private static int[] bounds(Arguments arguments, int size) {
        int start = arguments.size() > 1 ? position(arguments.get(1), size) : 0;
        int end = arguments.size() > 2 ? position(arguments.get(2), size) : size;
        int capacity = arguments.size() > 3 ? position(arguments.get(3), size) : size;
        if (start > end || end > capacity) {
            throw new TemplateException("invalid slice index: " + start + " > " + end);
        }
        return new int[] {start, end};
    }

    private static byte[] bytes(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }
}
