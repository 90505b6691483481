package dev.plumbline.template.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of a struct by Go name, in the order of their declaration, which is the order in which they print. */
public record Fields(Map<String, @Nullable Object> values) {
    public static final Fields NONE = new Fields(Map.of());

    public Fields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** One field. */
    public static Fields of(String name, @Nullable Object value) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put(name, value);
        return new Fields(values);
    }

    /** The same fields and one more at the end. */
    public Fields and(String name, @Nullable Object value) {
        var more = new LinkedHashMap<String, @Nullable Object>(values);
        more.put(name, value);
        return new Fields(more);
    }
}
