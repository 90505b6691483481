package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Labels;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Label sets by their sorted strings, which version 2.0 names by reference: recognising a series costs a comparison of
 * strings that are mostly the same objects. Sets of four places; where all are taken, one goes. Thread-safe.
 */
final class LabelsCache {
    private static final int WAYS = 4;
    private final AtomicReferenceArray<@Nullable Labels> entries;

    /** @param size a power of two, at least 4 */
    LabelsCache(int size) {
        entries = new AtomicReferenceArray<>(size);
    }

    /** The hash that labels of these strings have; all references must be in the table, and their strings be valid. */
    static int hash(References references, SymbolTable symbols) {
        int hash = 1;
        for (int i = 0; i < references.count(); i++) {
            hash = 31 * hash + symbols.text(references.get(i)).hashCode();
        }
        return hash;
    }

    /** Labels that were put with just these strings in this order, if they are still there. */
    @Nullable Labels get(int hash, References references, SymbolTable symbols) {
        int set = set(hash);
        for (int i = set; i < set + WAYS; i++) {
            Labels labels = entries.get(i);
            if (labels != null && labels.hashCode() == hash && same(labels, references, symbols)) {
                return labels;
            }
        }
        return null;
    }

    private static boolean same(Labels labels, References references, SymbolTable symbols) {
        if (labels.size() * 2 != references.count()) {
            return false;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.name(i).equals(symbols.get(references.get(2 * i))) || !labels.value(i).equals(symbols.get(references.get(2 * i + 1)))) {
                return false;
            }
        }
        return true;
    }

    void put(Labels labels) {
        int set = set(labels.hashCode());
        int place = set + (labels.hashCode() >>> 30);
        for (int i = set; i < set + WAYS; i++) {
            if (entries.get(i) == null) {
                place = i;
                break;
            }
        }
        entries.set(place, labels);
    }

    private int set(int hash) {
        return (hash ^ hash >>> 15) * 0x9E3779B1 >>> 3 & (entries.length() - 1) & -WAYS;
    }
}
