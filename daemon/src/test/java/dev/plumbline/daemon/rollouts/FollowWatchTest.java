package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.config.RolloutsConfig;
import dev.plumbline.daemon.kubernetes.ClientApi;
import dev.plumbline.daemon.kubernetes.ClientCustomObjects;
import dev.plumbline.daemon.kubernetes.Clusters;
import dev.plumbline.daemon.kubernetes.MockCluster;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.daemon.verdicts.EvidenceKey;
import dev.plumbline.daemon.verdicts.GateOptions;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.fleet.cluster.ClusterStandIn;
import dev.plumbline.fleet.cluster.RolloutPlan;
import dev.plumbline.promql.Value;
import dev.plumbline.time.SystemTime;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real shapes over real sockets: the client library watches its own mock of an API server. */
class FollowWatchTest {
    private static final ServiceAccount NOWHERE = new ServiceAccount(Path.of("/nowhere"), Map.of());
    private final MockCluster cluster = new MockCluster();
    private final SystemTime time = new SystemTime();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final GateService gate = new GateService(new GateService.Surroundings(time, new Random(1),
            (query, at) -> new Value.Vector(List.of()), Optional::empty), GateOptions.DEFAULTS);
    private final Clusters clusters = new Clusters(time, access -> ClientApi.open(access, NOWHERE), NOWHERE);
    private final RolloutFollower follower = new RolloutFollower(new RolloutFollower.Surroundings(time, gate, clusters,
            access -> ClientCustomObjects.open(access, NOWHERE)), documents, new Lines());

    private final class Lines implements FollowListener {
        @Override
        public void asked(String release, String stage, String analysis) {
            lines.add("asked " + release + ": " + stage);
        }

        @Override
        public void refused(String release, String stage, String why) {
            lines.add("refused " + release + ": " + why);
        }

        @Override
        public void waiting(String release, String why) {
            lines.add("waiting " + release + ": " + why);
        }

        @Override
        public void changed(String rollout, State state) {
            lines.add(rollout + " " + state.word());
        }

        @Override
        public void counted(Map<State, Integer> states) {}
    }

    @BeforeEach
    void start() {
        gate.policies(FollowWorld.policies(FollowWorld.POLICY.replace("match: {service: checkout}", "match: {}")));
        gate.start(documents, EvidenceKey.ephemeral(), List.of());
        follower.apply(new RolloutsConfig(cluster.access(), new RolloutsConfig.Follow(List.of("shop"))));
    }

    @AfterEach
    void close() {
        follower.close();
        gate.stop();
        cluster.close();
        time.close();
    }

    private NonNamespaceOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> rollouts(String namespace) {
        var kind = new ResourceDefinitionContext.Builder().withGroup("argoproj.io").withVersion("v1alpha1").withPlural("rollouts")
                .withKind("Rollout").withNamespaced(true).build();
        return cluster.client().genericKubernetesResources(kind).inNamespace(namespace);
    }

    private void create(String namespace) throws IOException {
        try (InputStream in = FollowWatchTest.class.getResourceAsStream("/rollouts/checkout.yaml")) {
            var rollout = new KubernetesSerialization().unmarshal(in, GenericKubernetesResource.class);
            rollout.getMetadata().setNamespace(namespace);
            rollouts(namespace).resource(rollout).create();
        }
        status("{}", namespace);
    }

    /** Merges into the status, which is then about the newest spec; the mock counts generations by itself, with every change. */
    private void status(String patch, String namespace) {
        var merge = new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();
        Resource<GenericKubernetesResource> checkout = rollouts(namespace).withName("checkout");
        checkout.subresource("status").patch(merge, "{\"status\":" + patch + "}");
        String generation = String.valueOf(checkout.get().getMetadata().getGeneration());
        checkout.subresource("status").patch(merge, "{\"status\":{\"observedGeneration\":\"" + generation + "\"}}");
    }

    private String next() throws InterruptedException {
        return String.valueOf(lines.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void followsARolloutFromItsFirstWeightUntilItIsStable() throws Exception {
        cluster.client().apps().replicaSets().inNamespace("shop").resource(new ReplicaSetBuilder().withNewMetadata().withName("checkout-7bf84f9696")
                .withNamespace("shop").endMetadata().withNewSpec().withNewTemplate().withNewMetadata().addToLabels("version", "2.4.0").endMetadata()
                .endTemplate().endSpec().build()).create();
        create("outlet");
        create("shop");
        assertThat(next()).isEqualTo("Rollout shop/checkout at 6d4cf56db6 releasing");
        assertThat(next()).isEqualTo("asked Rollout shop/checkout, 2.4.1 (6d4cf56db6) after 2.4.0 at weight 5: 5");
        status("{\"currentStepIndex\":3,\"canary\":{\"weights\":{\"canary\":{\"weight\":25}}}}", "shop");
        assertThat(next()).isEqualTo("asked Rollout shop/checkout, 2.4.1 (6d4cf56db6) after 2.4.0 at weight 25: 25");
        status("{\"abort\":true}", "shop");
        assertThat(next()).isEqualTo("Rollout shop/checkout at 6d4cf56db6 aborted");
        status("{\"abort\":false,\"stableRS\":\"6d4cf56db6\"}", "shop");
        assertThat(next()).startsWith("Rollout shop/checkout at 6d4cf56db6 ");
        assertThat(lines).noneMatch(line -> line.startsWith("asked"));
        assertThat(follower.trouble()).isEmpty();
    }

    private void awaitTrouble(RolloutFollower of) throws InterruptedException {
        long deadline = time.monotonicNanos() + 30_000_000_000L;
        while (of.trouble().isEmpty() && time.monotonicNanos() < deadline) {
            time.sleep(10);
        }
        assertThat(of.trouble()).isPresent();
    }

    @Test
    void aListThatIsForbiddenSaysSo() throws Exception {
        follower.close();
        cluster.server().expect().get().withPath("/apis/argoproj.io/v1alpha1/namespaces/outlet/rollouts?limit=500").andReturn(403,
                "{\"kind\":\"Status\",\"code\":403,\"message\":\"rollouts.argoproj.io is forbidden: may not list\"}").always();
        try (var other = new RolloutFollower(new RolloutFollower.Surroundings(time, gate, clusters,
                access -> ClientCustomObjects.open(access, NOWHERE)), documents, new Lines())) {
            other.apply(new RolloutsConfig(cluster.access(), new RolloutsConfig.Follow(List.of("outlet"))));
            awaitTrouble(other);
            assertThat(other.trouble()).hasValueSatisfying(why -> assertThat(why).contains("403").contains("may not list"));
        }
    }

    @Test
    void aServerThatGoesAwayIsWatchedAgain() throws Exception {
        try (var standIn = new ClusterStandIn(time::monotonicNanos, line -> { })) {
            var access = new KubernetesAccess.Server(URI.create(standIn.url()), HttpClientConfig.DEFAULT);
            standIn.apply(plan("shop", "a"));
            follower.apply(new RolloutsConfig(access, new RolloutsConfig.Follow(List.of())));
            assertThat(next()).isEqualTo("Rollout shop/a at new releasing");
            standIn.edit("shop", "a", "{\"status\":{\"stableRS\":\"new\"}}");
            assertThat(next()).as("by the watch").isEqualTo("Rollout shop/a at new stable");
            standIn.faults().away(true);
            standIn.apply(plan("outlet", "b"));
            awaitTrouble(follower);
            standIn.faults().away(false);
            assertThat(next()).as("by a list or a watch").isEqualTo("Rollout outlet/b at new releasing");
            assertThat(follower.restarts()).isPositive();
        }
    }

    /** Of a service whose policy has no stage for it yet. */
    private static RolloutPlan plan(String namespace, String name) {
        return new RolloutPlan(namespace, name, "old", "new", new RolloutPlan.Canary(List.of(new RolloutPlan.SetWeight(1))));
    }
}
