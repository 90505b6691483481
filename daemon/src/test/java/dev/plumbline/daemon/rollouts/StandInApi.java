package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.kubernetes.ApiObject;
import dev.plumbline.daemon.kubernetes.KubernetesApi;
import dev.plumbline.daemon.kubernetes.KubernetesException;
import dev.plumbline.daemon.kubernetes.ObjectQuery;
import dev.plumbline.fleet.cluster.ClusterStandIn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and watches the Rollouts of a cluster without its sockets, so that every event has its moment. For one thread. */
final class StandInApi implements KubernetesApi, KubernetesApi.Opener {
    private final ClusterStandIn cluster;
    private final Map<String, String> told = new LinkedHashMap<>(); // by namespace/name, what watches were told last
    private final List<Opened> watches = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    private boolean away;
    private int version;

    private record Opened(ObjectQuery query, Events events) {}

    StandInApi(ClusterStandIn cluster) {
        this.cluster = cluster;
    }

    void know(String namespace, String name) {
        told.putIfAbsent(namespace + "/" + name, "");
    }

    /** Takes a Rollout away, as its owner would. */
    void delete(String namespace, String name) {
        told.remove(namespace + "/" + name);
        List.copyOf(watches).forEach(w -> w.events.deleted(namespace + "/" + name, Integer.toString(++version)));
    }

    /** Ends every watch and answers nothing, or is there again. */
    void away(boolean is) {
        away = is;
        cluster.faults().away(is);
        var open = List.copyOf(watches);
        if (is) {
            watches.clear();
            open.forEach(w -> w.events.ended(null));
        }
    }

    /** Tells watches what has changed. */
    void push() {
        told.replaceAll((key, before) -> {
            String now = json(key);
            if (!now.equals(before) && !away) {
                version++;
                ApiObject.Custom object = object(key, now);
                List.copyOf(watches).stream().filter(w -> matches(w.query, object))
                        .forEach(w -> w.events.changed(object, Integer.toString(version)));
                return now;
            }
            return before;
        });
    }

    private String json(String key) {
        String[] parts = key.split("/", 2);
        return cluster.object(parts[0], parts[1]);
    }

    private static ApiObject.Custom object(String key, String json) {
        String[] parts = key.split("/", 2);
        return new ApiObject.Custom(new ApiObject.Meta(parts[0], parts[1], Map.of(), Map.of()), json);
    }

    private static boolean matches(ObjectQuery query, ApiObject object) {
        return query.namespace().isEmpty() || query.namespace().equals(object.meta().namespace());
    }

    @Override
    public KubernetesApi open(KubernetesAccess access) {
        return this;
    }

    @Override
    public Listing list(ObjectQuery query) throws KubernetesException {
        require("list " + query);
        return new Listing(told.keySet().stream().<ApiObject>map(key -> object(key, json(key))).filter(o -> matches(query, o)).toList(),
                Integer.toString(version));
    }

    @Override
    public Watch watch(ObjectQuery query, String from, Events events) throws KubernetesException {
        require("watch " + query);
        var opened = new Opened(query, events);
        watches.add(opened);
        return () -> watches.remove(opened);
    }

    private void require(String call) throws KubernetesException {
        calls.add(call);
        if (away) {
            throw new KubernetesException("connection refused", false, null);
        }
    }

    @Override
    public void close() {
        watches.clear();
    }
}
