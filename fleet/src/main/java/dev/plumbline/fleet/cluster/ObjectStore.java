package dev.plumbline.fleet.cluster;

import dev.plumbline.fleet.receivers.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Objects by namespace/name, the version of each, and the newest {@value #HISTORY} changes for watches. Thread-safe. */
final class ObjectStore {
    private static final int HISTORY = 10_000;
    private final Map<String, Json> objects = new LinkedHashMap<>();
    private final ArrayDeque<Change> history = new ArrayDeque<>();
    private long version = 100;
    private long oldest = 100;

    /** A change; {@code type} is ADDED or MODIFIED. */
    record Change(long version, String type, Json object) {}

    /** What came of a patch. */
    sealed interface Patched {
        record Now(Json object) implements Patched {}

        record Conflict(String version) implements Patched {}

        record Missing() implements Patched {}
    }

    synchronized void create(Json object) {
        put("ADDED", object);
    }

    private Json put(String type, Json object) {
        Json stored = JsonForm.at(object, "metadata.resourceVersion", JsonForm.text(Long.toString(++version)));
        objects.put(key(stored), stored);
        if (history.size() == HISTORY) {
            oldest = history.removeFirst().version;
        }
        history.addLast(new Change(version, type, stored));
        notifyAll();
        return stored;
    }

    private static String key(Json object) {
        return object.at("metadata").at("namespace").text("") + "/" + object.at("metadata").at("name").text("");
    }

    synchronized Optional<Json> get(String namespace, String name) {
        return Optional.ofNullable(objects.get(namespace + "/" + name));
    }

    /** Those of a namespace, or all when it is empty, in order of their creation. */
    synchronized List<Json> list(String namespace) {
        return objects.values().stream().filter(o -> namespace.isEmpty() || o.at("metadata").at("namespace").text("").equals(namespace)).toList();
    }

    synchronized long version() {
        return version;
    }

    /** Changes an object if it is different then; the spec's changes count up the generation. */
    synchronized void change(String namespace, String name, UnaryOperator<Json> change) {
        Json old = objects.get(namespace + "/" + name);
        if (old != null) {
            replace(old, change.apply(old));
        }
    }

    private Json replace(Json old, Json changed) {
        if (changed.equals(old)) {
            return old;
        }
        boolean newSpec = !changed.at("spec").equals(old.at("spec"));
        long generation = Long.parseLong(JsonForm.write(old.at("metadata").at("generation")));
        return put("MODIFIED", newSpec ? JsonForm.at(changed, "metadata.generation", JsonForm.number(generation + 1)) : changed);
    }

    /** Merges a patch into the status alone, or into all but the status where there is a subresource for it. */
    synchronized Patched patch(String namespace, String name, Json patch, Part part) {
        Json old = objects.get(namespace + "/" + name);
        if (old == null) {
            return new Patched.Missing();
        }
        String expected = patch.at("metadata").at("resourceVersion").text("");
        String actual = old.at("metadata").at("resourceVersion").text("");
        if (!expected.isEmpty() && !expected.equals(actual)) {
            return new Patched.Conflict(actual);
        }
        Json merged = JsonForm.merge(old, patch);
        return new Patched.Now(replace(old, switch (part) {
            case ALL -> merged;
            case STATUS -> JsonForm.with(old, "status", merged.at("status"));
            case ALL_BUT_STATUS -> JsonForm.with(merged, "status", old.at("status"));
        }));
    }

    /** What a patch may change. */
    enum Part { ALL, STATUS, ALL_BUT_STATUS }

    /** Changes after a version, waiting for one at most so long; empty when the version is older than what is kept. */
    synchronized Optional<List<Change>> after(long since, long waitMillis) throws InterruptedException {
        if (version <= since) {
            wait(waitMillis);
        }
        return since < oldest ? Optional.empty() : Optional.of(new ArrayList<>(history.stream().filter(c -> c.version > since).toList()));
    }
}
