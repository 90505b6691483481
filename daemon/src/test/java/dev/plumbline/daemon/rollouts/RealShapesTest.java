package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.kubernetes.ClientCustomObjects;
import dev.plumbline.daemon.kubernetes.CustomObjects;
import dev.plumbline.daemon.kubernetes.CustomObjects.Answer;
import dev.plumbline.daemon.kubernetes.KubernetesException;
import dev.plumbline.daemon.kubernetes.MockCluster;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.time.VirtualTime;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts in their real shape, in the client library's mock of an API server. */
class RealShapesTest {
    private static final String PATH = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout";
    private final MockCluster cluster = new MockCluster();
    private final VirtualTime time = new VirtualTime(1_790_000_000_000L);
    private final List<String> outcomes = new ArrayList<>();
    private final RolloutActor actor = new RolloutActor(time, new InMemoryDocuments(), access -> open(),
            (order, outcome) -> outcomes.add(outcome.result().word() + " " + outcome.detail()));

    private CustomObjects open() throws KubernetesException {
        return ClientCustomObjects.open(cluster.access(), new ServiceAccount(Path.of("/nowhere"), Map.of()));
    }

    @BeforeEach
    void create() throws IOException {
        try (InputStream in = RealShapesTest.class.getResourceAsStream("/rollouts/checkout.yaml")) {
            kind().resource(new KubernetesSerialization().unmarshal(in, GenericKubernetesResource.class)).create();
        }
        seen();
    }

    @AfterEach
    void close() {
        actor.close();
        cluster.close();
    }

    private NonNamespaceOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> kind() {
        var kind = new ResourceDefinitionContext.Builder().withGroup("argoproj.io").withVersion("v1alpha1").withPlural("rollouts")
                .withKind("Rollout").withNamespaced(true).build();
        return cluster.client().genericKubernetesResources(kind).inNamespace("shop");
    }

    /** What the controller does after every change of the spec; the mock counts generations by itself. */
    private void seen() {
        String generation = String.valueOf(rollout().getMetadata().getGeneration());
        kind().withName("checkout").subresource("status").patch(new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build(),
                "{\"status\":{\"observedGeneration\":\"" + generation + "\"}}");
        assertThat((Object) rollout().get("status", "observedGeneration")).isEqualTo(String.valueOf(rollout().getMetadata().getGeneration()));
    }

    private GenericKubernetesResource rollout() {
        return kind().withName("checkout").get();
    }

    private void order(String id, RolloutAction action, String revision) {
        actor.take(new RolloutOrder(id, action, RolloutOrder.rollout("shop", "checkout"), revision, 5, time.wallMillis()));
        actor.tick();
    }

    @Test
    void promotesByClearingTheConditionsAndNothingElse() {
        Map<String, Object> before = rollout().getAdditionalProperties();
        order("a-1/verdict", RolloutAction.PROMOTE, "6d4cf56db6");
        assertThat(outcomes).containsExactly("done patched: \"pauseConditions\":null");
        GenericKubernetesResource after = rollout();
        assertThat((Object) after.get("status", "pauseConditions")).isNull();
        assertThat((Object) after.get("status", "currentStepIndex")).isEqualTo(1);
        assertThat((Object) after.get("spec")).isEqualTo(before.get("spec"));
    }

    @Test
    void abortsAndPauses() {
        order("a-1/verdict", RolloutAction.PAUSE, "6d4cf56db6");
        assertThat((Object) rollout().get("spec", "paused")).isEqualTo(true);
        seen();
        order("a-2/verdict", RolloutAction.ABORT, "6d4cf56db6");
        assertThat(outcomes.getLast()).startsWith("done");
    }

    @Test
    void aNewerRevisionWhileJudgingIsLeftAlone() {
        String before = String.valueOf(rollout());
        order("a-1/verdict", RolloutAction.ABORT, "57f8d9c6b");
        assertThat(outcomes).containsExactly("skipped revision 57f8d9c6b was judged, and the Rollout is at 6d4cf56db6");
        assertThat(String.valueOf(rollout())).isEqualTo(before);
    }

    @Test
    void a404OnTheSubresourceIsPatchedWithoutIt() {
        cluster.server().expect().patch().withPath(PATH + "/status").andReturn(404, "{\"kind\":\"Status\",\"code\":404}").once();
        order("a-1/verdict", RolloutAction.ABORT, "6d4cf56db6");
        assertThat(outcomes).containsExactly("done patched: \"abort\":true");
        assertThat((Object) rollout().get("status", "abort")).isEqualTo(true);
    }

    @Test
    void aConflictIsReadAgain() {
        cluster.server().expect().patch().withPath(PATH + "/status").andReturn(409, "{\"kind\":\"Status\",\"code\":409}").times(2);
        order("a-1/verdict", RolloutAction.ABORT, "6d4cf56db6");
        assertThat(outcomes).containsExactly("done patched: \"abort\":true");
    }

    @Test
    void anObjectThatChangedSinceItWasReadIsNotPatched() throws Exception {
        try (CustomObjects objects = open()) {
            String patch = "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"paused\":true}}";
            String version = rollout().getMetadata().getResourceVersion();
            var reference = RolloutOrder.rollout("shop", "checkout");
            assertThat(objects.patch(reference, "", patch.formatted(version))).isInstanceOf(Answer.Found.class);
            assertThat(objects.patch(reference, "", patch.formatted(version + "0"))).isInstanceOf(Answer.class);
            assertThat(objects.read(RolloutOrder.rollout("shop", "nobody"))).isEqualTo(new Answer.Refused(404, "not found"));
        }
    }

    @Test
    void forbiddenSaysWhatIsMissing() {
        cluster.server().expect().patch().withPath(PATH + "/status").andReturn(403,
                "{\"kind\":\"Status\",\"code\":403,\"message\":\"rollouts.argoproj.io \\\"checkout\\\" is forbidden\"}").once();
        order("a-1/verdict", RolloutAction.ABORT, "6d4cf56db6");
        assertThat(outcomes.getFirst()).startsWith("refused the service account may not get or patch rollouts and rollouts/status in shop")
                .contains("is forbidden");
    }
}
