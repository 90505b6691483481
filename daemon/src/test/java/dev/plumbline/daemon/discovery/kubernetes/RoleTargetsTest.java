package dev.plumbline.daemon.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.DiscoveryConfig.Attach;
import dev.plumbline.daemon.config.DiscoveryConfig.Role;
import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.discovery.TargetGroup;
import dev.plumbline.daemon.kubernetes.ApiObject;
import dev.plumbline.daemon.kubernetes.ApiObject.Meta;
import dev.plumbline.daemon.kubernetes.ApiObject.Named;
import dev.plumbline.daemon.kubernetes.ApiObject.Port;
import dev.plumbline.daemon.kubernetes.ApiObject.Reference;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.kubernetes.ScriptedCluster;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Labels and rhythm, in virtual time. */
class RoleTargetsTest {
    private final VirtualTime time = new VirtualTime(0);
    private final ScriptedCluster server = new ScriptedCluster();
    private final List<List<TargetGroup>> seen = new ArrayList<>();

    private static Meta meta(String namespace, String name) {
        return new Meta(namespace, name, Map.of("app.io/x", "v"), Map.of());
    }

    private KubernetesDiscovery discovery(Role role, boolean ownNamespace) {
        var config = new DiscoveryConfig.Kubernetes(role, new KubernetesAccess.InCluster(), List.of(), ownNamespace, Map.of(), Attach.NOTHING);
        return new KubernetesDiscovery(time, config, new Clusters(time, server, new ServiceAccount(Path.of("nowhere"), Map.of())));
    }

    @Test
    void aNodeIsItsKubeletAtTheBestAddress() {
        var addresses = List.of(new Named("Hostname", "n1"), new Named("ExternalIP", "1.1.1.1"), new Named("InternalIP", "fd00::1"),
                new Named("InternalIP", "10.0.0.1"));
        var node = new ApiObject.Node(meta("", "n1"), "p://1", addresses, List.of(new Named("Ready", "True")), 10250);
        TargetGroup group = Objects.requireNonNull(NodeTargets.group(node));
        assertThat(group.targets().getFirst().toMap()).containsOnly(Map.entry("__address__", "[fd00::1]:10250"), Map.entry("instance", "n1"),
                Map.entry("__meta_kubernetes_node_address_Hostname", "n1"), Map.entry("__meta_kubernetes_node_address_ExternalIP", "1.1.1.1"),
                Map.entry("__meta_kubernetes_node_address_InternalIP", "fd00::1"));
        assertThat(group.labels().toMap()).containsOnly(Map.entry("__meta_kubernetes_node_name", "n1"),
                Map.entry("__meta_kubernetes_node_provider_id", "p://1"), Map.entry("__meta_kubernetes_node_condition_ready", "true"),
                Map.entry("__meta_kubernetes_node_label_app_io_x", "v"), Map.entry("__meta_kubernetes_node_labelpresent_app_io_x", "true"));
        assertThat(NodeTargets.group(new ApiObject.Node(meta("", "n"), "", List.of(), List.of(), 0))).isNull();
    }

    @Test
    void theSecondFamilyOfADualStackServiceHasNoTargets() {
        server.put(new ApiObject.Service(meta("s", "web"), "ClusterIP", "10.0.0.1", "", "", "IPv4", List.of()));
        var clusters = new Clusters(time, server, new ServiceAccount(Path.of("nowhere"), Map.of()));
        var services = clusters.acquire(new KubernetesAccess.InCluster(),
                dev.plumbline.daemon.kubernetes.ObjectQuery.all(dev.plumbline.daemon.kubernetes.ObjectQuery.Kind.SERVICE, ""), () -> {});
        time.advance(0);
        var lookup = new Lookup(Attach.NOTHING, Map.of(dev.plumbline.daemon.kubernetes.ObjectQuery.Kind.SERVICE, services.cache()));
        assertThat(new SliceTargets(lookup).group(slice("IPv6", "fd00::9")).targets()).isEmpty();
        TargetGroup first = new SliceTargets(lookup).group(slice("IPv4", "10.1.1.1"));
        assertThat(first.targets()).extracting(t -> t.get("__address__")).containsExactly("10.1.1.1:80");
        assertThat(first.labels().get("__meta_kubernetes_service_name")).isEqualTo("web");
        services.close();
    }

    private static ApiObject.EndpointSlice slice(String family, String address) {
        var endpoint = new ApiObject.Endpoint(List.of(address), "true", "", "", "", null, "", new Reference("Pod", "s", "unknown"), Map.of());
        return new ApiObject.EndpointSlice(new Meta("s", "web-1", Map.of("kubernetes.io/service-name", "web"), Map.of()), family,
                List.of(new Port("http", 80, "TCP", "")), List.of(endpoint));
    }

    @Test
    void changesAreCollectedAndListsKeepADistance() {
        try (var discovery = discovery(Role.SERVICE, false)) {
            discovery.start(seen::add);
            time.advance(0);
            assertThat(seen).containsExactly(List.of());
            for (int i = 0; i < 50; i++) {
                server.put(new ApiObject.Service(meta("s", "web" + i), "ClusterIP", "", "", "", "", List.of(new Port("", 80, "TCP", ""))));
                time.advance(10);
            }
            assertThat(seen).hasSize(1);
            time.advance(1_500);
            assertThat(seen).hasSize(2);
            assertThat(seen.getLast()).hasSize(50);
        }
        assertThat(time.waiting()).isZero();
        assertThat(server.closed).isTrue();
    }

    @Test
    void anUnknownOwnNamespaceIsAnErrorThatIsTriedAgain() {
        try (var discovery = discovery(Role.POD, true)) {
            discovery.start(seen::add);
            time.advance(20_000);
            assertThat(discovery.status().failures()).isEqualTo(3);
            assertThat(discovery.status().lastError()).startsWith("own_namespace: cannot read");
            assertThat(seen).isEmpty();
        }
    }
}
