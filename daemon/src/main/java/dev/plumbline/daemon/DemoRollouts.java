package dev.plumbline.daemon;

import dev.plumbline.fleet.cluster.ClusterStandIn;
import dev.plumbline.fleet.cluster.RolloutPlan;
import dev.plumbline.time.Clock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The demo's cluster: a Rollout for each of the two releases, which waits at 25 % until the daemon promotes or aborts it. */
final class DemoRollouts implements AutoCloseable {
    private static final String NAMESPACE = "shop";
    private static final Map<String, String> REVISIONS = Map.of("checkout", "6d4cf56db6", "payments", "5b8f7c9d54");
    private static final Map<String, String> EXPECTED = Map.of("checkout", "Healthy", "payments", "Degraded");
    private final ClusterStandIn cluster;
    private final Map<String, String> phases = new TreeMap<>();

    /** {@code say} gets a line whenever the state of a Rollout is another one. */
    DemoRollouts(Clock clock, Consumer<String> say) {
        cluster = new ClusterStandIn(clock::monotonicNanos, line -> say.accept("rollout     " + line));
    }

    /** The API server. */
    URI url() {
        return URI.create(cluster.url());
    }

    /** The pod template hash of a service's new version. */
    static String revision(String service) {
        return REVISIONS.getOrDefault(service, "");
    }

    /** Begins to bring a service's new version out. */
    void begin(String service) {
        phases.put(service, "");
        cluster.apply(new RolloutPlan(NAMESPACE, service, "stable", revision(service), new RolloutPlan.Canary(List.of(
                new RolloutPlan.SetWeight(25), new RolloutPlan.Pause(0), new RolloutPlan.SetWeight(100)))));
    }

    /** Lets every Rollout do a step. */
    void tick() {
        cluster.tick();
        phases.replaceAll((service, phase) -> cluster.view(NAMESPACE, service).phase());
    }

    /** Whether both ended as they should. */
    boolean complete() {
        return phases.equals(new TreeMap<>(EXPECTED));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
