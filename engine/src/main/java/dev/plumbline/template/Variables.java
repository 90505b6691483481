package dev.plumbline.template;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Variables of one template at one moment, the innermost last; {@code $} is the data that it was given. Not thread-safe. */
final class Variables {
    private String[] names = new String[8];
    private @Nullable Object[] values = new @Nullable Object[8];
    private int size;

    Variables(@Nullable Object data) {
        declare("$", data);
    }

    void declare(String name, @Nullable Object value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size++] = value;
    }

    @Nullable Object get(String name) {
        return values[indexOf(name)];
    }

    void set(String name, @Nullable Object value) {
        values[indexOf(name)] = value;
    }

    /** The parser lets no unknown name through. */
    private int indexOf(String name) {
        for (int i = size - 1; i >= 0; i--) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no variable " + name);
    }

    int mark() {
        return size;
    }

    void forget(int mark) {
        Arrays.fill(values, mark, size, null);
        size = mark;
    }
}
