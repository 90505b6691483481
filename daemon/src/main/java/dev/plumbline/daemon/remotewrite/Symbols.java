package dev.plumbline.daemon.remotewrite;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The names and values of labels, each once, as bytes and with a number. Numbers are of one generation, which lasts for a
 * segment of the queue; a request is made of series of one. Owned by the thread that reads the queue.
 */
final class Symbols {
    private final Map<String, Symbol> known = new HashMap<>();

    /** A text with its number, 0, 1, 2 … in its generation. */
    record Symbol(int id, byte[] utf8) {}

    Symbol of(String text) {
        return known.computeIfAbsent(text, t -> new Symbol(known.size(), t.getBytes(StandardCharsets.UTF_8)));
    }
}
