package dev.plumbline.daemon.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.DiscoveryConfig.Attach;
import dev.plumbline.daemon.config.DiscoveryConfig.Role;
import dev.plumbline.daemon.config.DiscoveryConfig.Selector;
import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ClientApi;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.kubernetes.MockCluster;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.daemon.kubernetes.StaticApiServer;
import dev.plumbline.time.SystemTime;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, with the real client. */
class KubernetesDiscoveryTest {
    private static final ServiceAccount NOWHERE = new ServiceAccount(Path.of("nowhere"), Map.of());
    private final SystemTime time = new SystemTime();
    private final Clusters clusters = new Clusters(time, access -> ClientApi.open(access, NOWHERE), NOWHERE);
    private final BlockingQueue<List<TargetGroup>> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        time.close();
    }

    private static DiscoveryConfig.Kubernetes config(Role role, KubernetesAccess access) {
        return new DiscoveryConfig.Kubernetes(role, access, List.of(), false, Map.of(), Attach.NOTHING);
    }

    private List<TargetGroup> next() throws InterruptedException {
        List<TargetGroup> groups = seen.poll(30, TimeUnit.SECONDS);
        assertThat(groups).as("targets in time").isNotNull();
        return groups;
    }

    private static List<String> addresses(List<TargetGroup> groups) {
        return groups.stream().flatMap(g -> g.targets().stream()).map(t -> t.get(TargetGroup.ADDRESS)).toList();
    }

    @Test
    void followsPodsThatComeChangeAndGo() throws Exception {
        try (var cluster = new MockCluster(); var discovery = new KubernetesDiscovery(time, config(Role.POD, cluster.access()), clusters)) {
            discovery.start(seen::add);
            assertThat(next()).isEmpty();
            var pods = cluster.client().pods().inNamespace("shop");
            var pod = new PodBuilder().withNewMetadata().withName("p").withNamespace("shop").endMetadata()
                    .withNewSpec().addNewContainer().withName("c").addNewPort().withContainerPort(80).endPort().endContainer().endSpec()
                    .withNewStatus().withPodIP("10.0.0.1").endStatus().build();
            pods.resource(pod).create();
            assertThat(addresses(next())).containsExactly("10.0.0.1:80");
            pods.resource(pod.edit().editStatus().withPodIP("10.0.0.2").endStatus().build()).update();
            assertThat(addresses(next())).containsExactly("10.0.0.2:80");
            pods.withName("p").delete();
            assertThat(next()).isEmpty();
            assertThat(discovery.status().failures()).isZero();
        }
    }

    @Test
    void readsListsInPagesAndWatchesByStreams() throws Exception {
        try (var server = new StaticApiServer("/kubernetes/shop.yaml", 0);
                var discovery = new KubernetesDiscovery(time, config(Role.POD, server.access()), clusters)) {
            discovery.start(seen::add);
            assertThat(addresses(next())).containsExactly("10.1.2.3:8080", "10.1.2.3:9090", "10.1.2.3", "10.1.2.3:7000", "fd00::1:3");
            assertThat(server.requests).anyMatch(r -> r.contains("/api/v1/pods?limit=500") || r.contains("limit=500"))
                    .anyMatch(r -> r.contains("continue=2"));
            await(() -> server.watches() == 1);
        }
        assertThat(clusters.watches()).isZero();
    }

    @Test
    void selectsOnTheServer() throws Exception {
        try (var server = new StaticApiServer("/kubernetes/shop.yaml", 0)) {
            var config = new DiscoveryConfig.Kubernetes(Role.POD, server.access(), List.of("shop"), false,
                    Map.of(Role.POD, new Selector("app=checkout", "status.phase=Running")), Attach.NOTHING);
            try (var discovery = new KubernetesDiscovery(time, config, clusters)) {
                discovery.start(seen::add);
                assertThat(next()).extracting(TargetGroup::source).containsExactly("pod/shop/checkout-6d4cf56db6-abcde");
                assertThat(server.requests).anyMatch(r -> r.startsWith("/api/v1/namespaces/shop/pods?")
                        && r.contains("labelSelector=app%3Dcheckout") && r.contains("fieldSelector=status.phase%3DRunning"));
            }
        }
    }

    @Test
    void listsAnewWhenTheServerHasForgottenTheVersion() throws Exception {
        try (var server = new StaticApiServer("/kubernetes/shop.yaml", 0);
                var discovery = new KubernetesDiscovery(time, config(Role.NODE, server.access()), clusters)) {
            discovery.start(seen::add);
            assertThat(next()).hasSize(1);
            await(() -> server.watches() == 1);
            server.gone = true;
            server.forget("Node", "worker-1");
            server.endWatches();
            assertThat(next()).isEmpty();
            server.gone = false;
            await(() -> server.watches() == 1 && discovery.status().lastError() == null);
        }
    }

    @Test
    void keepsItsTargetsWhileTheServerIsAwayAndRecovers() throws Exception {
        int port;
        var server = new StaticApiServer("/kubernetes/shop.yaml", 0);
        port = server.port();
        try (var discovery = new KubernetesDiscovery(time, config(Role.SERVICE, server.access()), clusters)) {
            discovery.start(seen::add);
            assertThat(next()).hasSize(2);
            server.close();
            await(() -> discovery.status().failures() >= 2);
            assertThat(discovery.status().lastError()).startsWith("SERVICE objects: ");
            assertThat(seen).isEmpty();
            try (var again = new StaticApiServer("/kubernetes/shop.yaml", port)) {
                again.forget("Service", "payments");
                again.gone = true; // a server that was started anew does not know the old version
                assertThat(next()).extracting(TargetGroup::source).containsExactly("svc/shop/checkout");
            }
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
