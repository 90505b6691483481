package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What was written since the reader was opened, by id: so that neither a version nor a single document needs a new reader.
 * One thread adds; any may look and drop.
 */
final class Pending {
    private static final int MAX_ENTRIES = 20_000;
    private static final long MAX_BYTES = 8 << 20;
    private static final int ENTRY_BYTES = 200;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /** The newest state of an id: a document, or none after a deletion. */
    record Entry(long sequence, Optional<Document> document, long bytes) {}

    void add(String id, long sequence, Optional<Document> document, long size) {
        var entry = new Entry(sequence, document, ENTRY_BYTES + id.length() + 2 * size);
        Entry before = entries.put(id, entry);
        bytes.addAndGet(entry.bytes - (before == null ? 0 : before.bytes));
    }

    @Nullable Entry get(String id) {
        return entries.get(id);
    }

    /** Drops what a reader that was opened after this sequence number shows. */
    void drop(long sequence) {
        entries.forEach((id, entry) -> {
            if (entry.sequence <= sequence && entries.remove(id, entry)) {
                bytes.addAndGet(-entry.bytes);
            }
        });
    }

    /** Whether it holds as much as it should. */
    boolean isFull() {
        return bytes.get() > MAX_BYTES || entries.size() > MAX_ENTRIES;
    }
}
