package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.daemon.verdicts.AnalysisId;
import dev.plumbline.documents.Filter;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Metric sets, pairs of them, and results, as clients sent them or executions measured them; kept for 35 days. Thread-safe. */
public final class StoredObjects {
    private static final int MAX_LISTED = 1_000;
    private static final int MAX_SENT = 2_000;
    private static final int MAX_ID = 200;
    private final Clock clock;
    private final RandomGenerator random;
    private final KayentaStore store;

    StoredObjects(Clock clock, RandomGenerator random, KayentaStore store) {
        this.clock = clock;
        this.random = random;
        this.store = store;
    }

    /** Ids and times of the newest 1,000, newest first. */
    public Value list(ObjectType type) {
        return new Value.Items(store.values(KayentaStore.OBJECT, of(type), "entry", MAX_LISTED).stream().map(StoredObjects::entry).toList());
    }

    private static Filter of(ObjectType type) {
        return new Filter.AnyOf("type", type.word());
    }

    private static Value entry(String text) {
        int space = text.indexOf(' ');
        long updated = Long.MAX_VALUE - Long.parseLong(text.substring(0, space));
        return new Members().text("id", text.substring(space + 1)).number("updatedTimestamp", updated).text("updatedTimestampIso", Members.iso(updated)).build();
    }

    public Optional<Value> find(ObjectType type, String id) {
        return store.get(KayentaStore.OBJECT, type.documentId(id)).map(d -> JsonPart.read(type.documentId(id), d.body()).value());
    }

    /** One pair of a metric set pair list. */
    public Optional<Value> pair(String listId, String pairId) {
        return find(ObjectType.PAIRS, listId).flatMap(list -> new JsonPart(listId, list).elements().stream()
                .filter(p -> p.at("id").text("").equals(pairId)).map(JsonPart::value).findFirst());
    }

    /** Keeps a list that a client sent, under an id made here. */
    public String addList(ObjectType type, String body) {
        JsonPart list = JsonPart.read("the body", body);
        if (type == ObjectType.PAIRS) {
            IdentifiedPair.readAll(list);
        }
        list.required().elements().forEach(part -> part.at("name").required());
        return add(type, "", list.value());
    }

    /** Keeps the result of a canary; {@code id} is made here when it is empty, and must be free. */
    public String addArchive(String id, String body) {
        JsonPart result = JsonPart.read("the body", body);
        result.at("status");
        return add(ObjectType.ARCHIVE, id, result.value());
    }

    /** Replaces the result of a canary that was kept. */
    public String replaceArchive(String id, String body) {
        JsonPart result = JsonPart.read("the body", body);
        result.at("status");
        if (find(ObjectType.ARCHIVE, id).isEmpty()) {
            throw PlumblineException.user("there is no archived result " + id + "; POST makes one");
        }
        store.write(List.of(ObjectType.ARCHIVE.document(id, clock.wallMillis(), result.value())));
        return id;
    }

    synchronized String add(ObjectType type, String id, Value body) {
        if (id.length() > MAX_ID || id.contains("/")) {
            throw PlumblineException.user("the id has " + id.length() + " characters or a slash in it; at most " + MAX_ID + " and none are possible");
        }
        if (type != ObjectType.PAIRS && store.count(KayentaStore.OBJECT, of(type)) >= MAX_SENT) {
            throw new TooMany(MAX_SENT + " objects of this kind are kept, which is the most; delete some");
        }
        String name = id.isEmpty() ? AnalysisId.next(clock.wallMillis(), random).substring(2) : id;
        if (!store.add(type.document(name, clock.wallMillis(), body))) {
            throw PlumblineException.user("there is one of the id " + name + " already");
        }
        return name;
    }

    /** Deletes one; false when there is none of this id. */
    public boolean delete(ObjectType type, String id) {
        if (find(type, id).isEmpty()) {
            return false;
        }
        store.delete(KayentaStore.OBJECT, type.documentId(id));
        return true;
    }
}
