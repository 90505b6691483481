package dev.plumbline.template;

import dev.plumbline.template.value.Arguments;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Functions by name, over those of a parent, which they hide. Immutable; thread-safe. */
public final class Functions {
    private static final int ANY_NUMBER = Integer.MAX_VALUE;

    private final @Nullable Functions parent;
    private final Map<String, Entry> entries;

    /** A function and how many arguments it takes, both inclusive. */
    record Entry(int min, int max, TemplateFunction function) {}

    private Functions(@Nullable Functions parent, Map<String, Entry> entries) {
        this.parent = parent;
        this.entries = entries;
    }

    /** The functions that every template has: {@code and or not eq ne lt le gt ge len index slice print printf println html js urlquery call}. */
    public static Functions builtin() {
        return Builtins.FUNCTIONS;
    }

    /** Starts from nothing. */
    static Builder none() {
        return new Builder(null);
    }

    /** More functions over these. */
    public Builder extend() {
        return new Builder(this);
    }

    boolean has(String name) {
        return find(name) != null;
    }

    @Nullable Entry find(String name) {
        for (Functions at = this; at != null; at = at.parent) {
            Entry entry = at.entries.get(name);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Collects functions; a name given again counts anew. Not thread-safe. */
    public static final class Builder {
        private final @Nullable Functions parent;
        private final Map<String, Entry> entries = new HashMap<>();

        private Builder(@Nullable Functions parent) {
            this.parent = parent;
        }

        /** A function of a fixed number of arguments. */
        public Builder add(String name, int count, Function<Arguments, @Nullable Object> function) {
            return scoped(name, count, count, (arguments, _) -> function.apply(arguments));
        }

        /** A function of at least so many arguments. */
        public Builder variadic(String name, int min, Function<Arguments, @Nullable Object> function) {
            return scoped(name, min, ANY_NUMBER, (arguments, _) -> function.apply(arguments));
        }

        /** A function that uses the execution it is called from. */
        public Builder scoped(String name, int min, int max, TemplateFunction function) {
            entries.put(name, new Entry(min, max, function));
            return this;
        }

        public Functions build() {
            return new Functions(parent, Map.copyOf(entries));
        }
    }
}
