package dev.plumbline.daemon.kubernetes;

import dev.plumbline.daemon.config.KubernetesAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An API server in memory whose answers and failures a test decides. Not thread-safe: for virtual time. */
public final class ScriptedCluster implements KubernetesApi, KubernetesApi.Opener {
    public final List<String> calls = new ArrayList<>();
    public final Map<String, ApiObject> objects = new TreeMap<>();
    public final List<Events> open = new ArrayList<>();
    public @Nullable KubernetesException failure;
    public @Nullable KubernetesException watchFailure;
    public boolean closed;
    private int version;

    /** Puts an object and tells every watch. */
    public void put(ApiObject object) {
        objects.put(object.key(), object);
        version++;
        List.copyOf(open).forEach(events -> events.changed(object, Integer.toString(version)));
    }

    /** Removes an object and tells every watch. */
    public void remove(String key) {
        objects.remove(key);
        version++;
        List.copyOf(open).forEach(events -> events.deleted(key, Integer.toString(version)));
    }

    /** Ends every watch. */
    public void end(@Nullable KubernetesException reason) {
        var ended = List.copyOf(open);
        open.clear();
        ended.forEach(events -> events.ended(reason));
    }

    @Override
    public KubernetesApi open(KubernetesAccess access) {
        calls.add("open");
        return this;
    }

    @Override
    public Listing list(ObjectQuery query) throws KubernetesException {
        calls.add("list " + query.kind());
        if (failure != null) {
            throw failure;
        }
        return new Listing(List.copyOf(objects.values()), Integer.toString(version));
    }

    @Override
    public Watch watch(ObjectQuery query, String from, Events events) throws KubernetesException {
        calls.add("watch " + query.kind() + " from " + from);
        if (failure != null) {
            throw failure;
        }
        if (watchFailure != null) {
            KubernetesException thrown = watchFailure;
            watchFailure = null;
            throw thrown;
        }
        open.add(events);
        return () -> open.remove(events);
    }

    @Override
    public void close() {
        closed = true;
    }
}
