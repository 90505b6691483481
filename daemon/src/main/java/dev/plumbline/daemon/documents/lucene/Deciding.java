package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldTypes;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides what becomes of the writes of a batch, in order, before any of them is done: versions and types are those of the
 * indexes and, in front of them, of what was decided before. A request that is refused leaves nothing behind.
 */
final class Deciding {
    private final Kinds kinds;
    private final Map<Key, Long> versions = new HashMap<>();
    private final Map<String, FieldTypes> types = new HashMap<>();

    /** Where indexes come from. */
    interface Kinds {
        /** The index of a kind, also of a new one. */
        KindIndex forWriting(String kind) throws IOException;

        boolean has(String kind);

        /** Sets the types of a kind that is there, also while its index is broken. */
        void decide(String kind, FieldTypes types);
    }

    private record Key(String kind, String id) {}

    Deciding(Kinds kinds) {
        this.kinds = kinds;
    }

    /** Fills in outcomes and operations. */
    void decide(WriteRequest request) throws IOException {
        Map<String, FieldTypes> moreTypes = new HashMap<>();
        for (Write write : request.writes) {
            if (write instanceof Write.Put(Document document, _)) {
                moreTypes.put(document.kind(), typesOf(document.kind(), moreTypes).with(document));
            }
        }
        Map<Key, Long> moreVersions = new HashMap<>();
        for (Write write : request.writes) {
            switch (write) {
                case Write.Put put -> put(put, request, moreVersions);
                case Write.Delete(String kind, String id) -> delete(new Key(kind, id), request, moreVersions);
            }
        }
        versions.putAll(moreVersions);
        types.putAll(moreTypes);
    }

    private FieldTypes typesOf(String kind, Map<String, FieldTypes> more) throws IOException {
        FieldTypes decided = more.getOrDefault(kind, types.get(kind));
        if (decided != null) {
            return decided;
        }
        return kinds.has(kind) ? kinds.forWriting(kind).types() : FieldTypes.none(kind);
    }

    private void put(Write.Put put, WriteRequest request, Map<Key, Long> more) throws IOException {
        Document d = put.document();
        var key = new Key(d.kind(), d.id());
        long stored = version(key, more);
        if (put.expectedVersion() != Write.ANY && put.expectedVersion() != stored) {
            request.outcomes.add(new WriteOutcome.Conflict(stored));
            return;
        }
        var document = new Document(d.kind(), d.id(), d.timeMillis(), d.fields(), d.body(), stored + 1);
        more.put(key, stored + 1);
        request.operations.add(new Operation.Put(document, DocumentBytes.of(document)));
        request.outcomes.add(new WriteOutcome.Stored(stored + 1));
    }

    private void delete(Key key, WriteRequest request, Map<Key, Long> more) throws IOException {
        if ((more.containsKey(key) || versions.containsKey(key) || kinds.has(key.kind)) && version(key, more) > 0) {
            more.put(key, 0L);
            request.operations.add(new Operation.Delete(key.kind, key.id));
        }
        request.outcomes.add(new WriteOutcome.Stored(0));
    }

    private long version(Key key, Map<Key, Long> more) throws IOException {
        Long decided = more.getOrDefault(key, versions.get(key));
        return decided != null ? decided : kinds.forWriting(key.kind).version(key.id);
    }

    /** To be called when the batch is durable: types that were decided on the way. */
    void keepTypes() {
        types.forEach(kinds::decide);
    }
}
