package dev.plumbline.template.value;

import org.jspecify.annotations.Nullable;

/**
 * A value of a named Go type: what it is made of, and methods. {@code .Name} is looked for among the methods first, then in
 * what it is made of. Implementations are immutable.
 */
public interface TemplateObject {

    /** Go's name of the type, as {@code %T} and messages show it: {@code template.KV}. */
    String typeName();

    /**
     * What it is made of: {@link Fields} for a struct (an unknown field is an error), {@code Labels} or a {@code Map} for a
     * map (a missing key is "" or nil), {@code List}, {@code String}, {@code Long}, {@code Double} or {@code Boolean}.
     * Never another TemplateObject.
     */
    Object underlying();

    /** The method of that name, or null. */
    default @Nullable TemplateMethod method(String name) {
        return null;
    }

    /** What it prints as (Go's {@code String()}), or null when it prints as what it is made of. */
    default @Nullable String text() {
        return null;
    }

    /** What {@code toJson} writes for it: a value; struct fields under the names that JSON has for them. */
    default @Nullable Object json() {
        return underlying();
    }
}
