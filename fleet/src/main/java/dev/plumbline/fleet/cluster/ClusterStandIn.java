package dev.plumbline.fleet.cluster;

import dev.plumbline.fleet.receivers.Json;
import dev.plumbline.fleet.receivers.StandInServer;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * An API server with Rollouts and their controller. It serves at once; Rollouts move only by {@link #tick}, which asks gates and
 * blocks for their answers. Thread-safe; ticks do not overlap.
 */
public final class ClusterStandIn implements AutoCloseable {
    private final LongSupplier nanos;
    private final Consumer<String> lines;
    private final ObjectStore store = new ObjectStore();
    private final ClusterFaults faults = new ClusterFaults();
    private final List<Controller> controllers = new ArrayList<>();
    private final Map<String, String> told = new HashMap<>();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final StandInServer server;

    /**
     * Listens on any free loopback port.
     *
     * @param nanos the time, in ns since any origin, never going back
     * @param lines told the state of a Rollout whenever it is another one; called by {@link #tick} and {@link #apply}
     */
    public ClusterStandIn(LongSupplier nanos, Consumer<String> lines) {
        this.nanos = nanos;
        this.lines = lines;
        server = StandInServer.listen(0, new ApiConversation(store, faults));
    }

    /** Where the API server is: {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** How it misbehaves. */
    public ClusterFaults faults() {
        return faults;
    }

    /** Begins to bring a revision out; one of the same namespace and name is replaced. */
    public synchronized void apply(RolloutPlan plan) {
        controllers.removeIf(c -> c.plan().namespace().equals(plan.namespace()) && c.plan().name().equals(plan.name()));
        controllers.add(new Controller(plan, http));
        store.create(plan.object());
        tell(plan);
    }

    /** Lets every Rollout do one step, if there is one to do now. */
    public synchronized void tick() {
        for (Controller controller : controllers) {
            RolloutPlan plan = controller.plan();
            store.get(plan.namespace(), plan.name()).ifPresent(before -> {
                Json after = controller.step(before, nanos.getAsLong());
                // The gate was asked meanwhile: what others patched since then is looked at with the next tick.
                store.change(plan.namespace(), plan.name(), now -> now.equals(before) ? after : now);
            });
            tell(plan);
        }
    }

    private void tell(RolloutPlan plan) {
        store.get(plan.namespace(), plan.name()).ifPresent(object -> {
            String line = Controller.line(object);
            if (!line.equals(told.put(plan.namespace() + "/" + plan.name(), line))) {
                lines.accept(line);
            }
        });
    }

    /** What a Rollout's status says now. */
    public RolloutView view(String namespace, String name) {
        return store.get(namespace, name).map(Controller::view)
                .orElseThrow(() -> new IllegalArgumentException("there is no Rollout " + namespace + "/" + name));
    }

    /** The object in JSON. */
    public String object(String namespace, String name) {
        return store.get(namespace, name).map(JsonForm::write).orElse("");
    }

    /** Merges a patch as {@code kubectl patch} would, whatever the part. */
    public void edit(String namespace, String name, String mergePatch) {
        store.patch(namespace, name, Json.parse(mergePatch), ObjectStore.Part.ALL);
    }

    /** Ends all connections and frees the port. */
    @Override
    public void close() {
        server.close();
        http.close();
    }
}
