package dev.plumbline.fleet.receivers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The newest entries, at most {@value #CAPACITY}, oldest first, and how many there were. Thread-safe. */
final class Journal<T> {
    static final int CAPACITY = 10_000;
    private final ArrayDeque<T> entries = new ArrayDeque<>();
    private long count;

    synchronized void add(T entry) {
        if (entries.size() == CAPACITY) {
            entries.removeFirst();
        }
        entries.addLast(entry);
        count++;
    }

    synchronized List<T> entries() {
        return new ArrayList<>(entries);
    }

    synchronized long count() {
        return count;
    }

    synchronized void clear() {
        entries.clear();
    }
}
