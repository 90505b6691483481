package dev.plumbline.daemon.collectors.remotewrite;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The strings of a request of version 2.0, which its series name by their places. Reused; not thread-safe. */
final class SymbolTable {
    /** Larger tables than this are let go after the request. */
    private static final int KEPT = 1 << 16;
    private @Nullable String[] symbols = new String[256];
    private int size;

    /** Adds the next symbol; null stands for one that is not valid UTF-8. */
    void add(@Nullable String symbol) {
        RequestBounds.check(size, RequestBounds.SYMBOLS, "symbols");
        if (size == symbols.length) {
            symbols = Arrays.copyOf(symbols, size * 2);
        }
        symbols[size++] = symbol;
    }

    int size() {
        return size;
    }

    /** Whether there is a symbol at this place; numbers of 2^31 and more come as negative ones. */
    boolean has(int reference) {
        return reference >= 0 && reference < size;
    }

    /** The symbol at a place that {@link #has}; null when it is not valid UTF-8. */
    @Nullable String get(int reference) {
        return symbols[reference];
    }

    /** The text at a place that {@link #has}; empty when it is not valid UTF-8. */
    String text(int reference) {
        String symbol = symbols[reference];
        return symbol == null ? "" : symbol;
    }

    /** Forgets the request. */
    void clear() {
        if (symbols.length > KEPT) {
            symbols = new String[256];
        } else {
            Arrays.fill(symbols, 0, size, null);
        }
        size = 0;
    }
}
