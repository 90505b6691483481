package dev.plumbline.daemon.remotewrite.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The segments that are finished, with their sizes. Guarded by the queue's lock. */
final class Segments {
    private final Path folder;
    private final TreeMap<Long, Long> bytes = new TreeMap<>();
    private long total;

    Segments(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                long number = Format.number(file.getFileName().toString());
                if (number >= 0) {
                    add(number, Files.size(file));
                }
            }
        }
    }

    void add(long number, long size) {
        Long before = bytes.put(number, size);
        total += size - (before == null ? 0 : before);
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }

    long oldest() {
        return bytes.firstKey();
    }

    /** The newest number; 0 when there is none. */
    long newest() {
        return bytes.isEmpty() ? 0 : bytes.lastKey();
    }

    /** The last two at most, ascending. */
    List<Long> lastTwo() {
        return new ArrayList<>(bytes.keySet()).subList(Math.max(0, bytes.size() - 2), bytes.size());
    }

    boolean has(long number) {
        return bytes.containsKey(number);
    }

    /** The next segment after a number; −1 when there is none. */
    long after(long number) {
        Long next = bytes.higherKey(number);
        return next == null ? -1 : next;
    }

    long total() {
        return total;
    }

    void deleteOldest() throws IOException {
        var oldest = bytes.pollFirstEntry();
        total -= oldest.getValue();
        Files.deleteIfExists(Format.file(folder, oldest.getKey()));
    }
}
