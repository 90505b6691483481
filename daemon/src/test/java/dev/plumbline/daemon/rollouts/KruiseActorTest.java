package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.canary.Reaction;
import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.config.canary.RolloutTarget;
import dev.plumbline.daemon.kubernetes.ClientCustomObjects;
import dev.plumbline.daemon.kubernetes.MockCluster;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.VerdictEvent;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.time.VirtualTime;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders about Rollouts of OpenKruise, in the client library's mock of an API server. */
class KruiseActorTest {
    private static final long NOW = 1_790_000_000_000L;
    private final MockCluster cluster = new MockCluster();
    private final VirtualTime time = new VirtualTime(NOW);
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final List<String> outcomes = new ArrayList<>();
    private RolloutActor actor = actor();

    private RolloutActor actor() {
        return new RolloutActor(time, documents, access -> ClientCustomObjects.open(cluster.access(), new ServiceAccount(Path.of("/nowhere"), Map.of())),
                (order, outcome) -> outcomes.add(outcome.result().word() + " " + outcome.detail()));
    }

    @BeforeEach
    void create() throws Exception {
        try (InputStream in = KruiseActorTest.class.getResourceAsStream("/rollouts/kruise.yaml")) {
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
        var kind = new ResourceDefinitionContext.Builder().withGroup("rollouts.kruise.io").withVersion("v1beta1").withPlural("rollouts")
                .withKind("Rollout").withNamespaced(true).build();
        return cluster.client().genericKubernetesResources(kind).inNamespace("shop");
    }

    private void status(String content) {
        kind().withName("checkout").subresource("status").patch(new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build(),
                "{\"status\":{" + content + "}}");
    }

    /** What the controller does after every change of the spec. */
    private void seen() {
        status("\"observedGeneration\":" + rollout().getMetadata().getGeneration());
    }

    private GenericKubernetesResource rollout() {
        return kind().withName("checkout").get();
    }

    private String state() {
        return String.valueOf((Object) rollout().get("status", "canaryStatus", "currentStepState"));
    }

    private VerdictEvent event(String id, RolloutAction action, int weight, String revision) {
        var key = new AnalysisKey("shop", "checkout", "2.4.1", revision, "" + weight, "web");
        return new VerdictEvent(id, VerdictEvent.Kind.VERDICT, new Verdict.Go("fine"), "a-1", key, "", weight, false, 100, List.of(), "",
                null, null, time.wallMillis(), new RolloutTarget("openkruise", "", ""), new Reaction(action, List.of()));
    }

    private void act(String id, RolloutAction action, int weight, String revision) {
        actor.accept(event(id, action, weight, revision));
        actor.tick();
    }

    @Test
    void aGoApprovesTheStepOnce() {
        Object spec = rollout().get("spec");
        act("a-1/verdict", RolloutAction.PROMOTE, 5, "6d4cf56db6");
        assertThat(outcomes).containsExactly("done patched: \"canaryStatus\":{\"currentStepState\":\"StepReady\"}");
        assertThat(state()).isEqualTo("StepReady");
        assertThat((Object) rollout().get("spec")).isEqualTo(spec);
        status("\"canaryStatus\":{\"currentStepState\":\"StepPaused\",\"currentStepIndex\":2}");
        act("a-1/verdict", RolloutAction.PROMOTE, 5, "6d4cf56db6");
        assertThat(outcomes).as("told again").hasSize(1);
        act("a-2/verdict", RolloutAction.PROMOTE, 25, "7c9d4fbb5f");
        assertThat(state()).isEqualTo("StepReady");
    }

    @Test
    void aNewerRevisionIsLeftAlone() {
        String before = String.valueOf(rollout());
        act("a-1/verdict", RolloutAction.PROMOTE, 5, "57f8d9c6b");
        assertThat(outcomes).containsExactly("skipped revision 57f8d9c6b was judged, and the Rollout is at 6d4cf56db6");
        assertThat(String.valueOf(rollout())).isEqualTo(before);
    }

    @Test
    void pausesAndResumes() {
        act("a-1/verdict", RolloutAction.PAUSE, 5, "6d4cf56db6");
        assertThat((Object) rollout().get("spec", "strategy", "paused")).isEqualTo(true);
        assertThat((Object) rollout().get("spec", "strategy", "canary", "enableExtraWorkloadForCanary")).as("the rest of the strategy").isEqualTo(true);
        seen();
        act("a-1/decision-1", RolloutAction.PROMOTE, 5, "6d4cf56db6");
        assertThat((Object) rollout().get("spec", "strategy", "paused")).isEqualTo(false);
        seen();
        time.advance(2_000);
        actor.tick();
        assertThat(state()).isEqualTo("StepReady");
        assertThat(outcomes.getLast()).startsWith("done");
    }

    @Test
    void waitsForThePauseAcrossARestart() {
        status("\"canaryStatus\":{\"currentStepState\":\"StepUpgrade\"}");
        act("a-1/verdict", RolloutAction.PROMOTE, 5, "6d4cf56db6");
        assertThat(outcomes).singleElement().asString().startsWith("retried step 1 is at StepUpgrade");
        assertThat(documents.get("rollout-action", "a-1/verdict").orElseThrow().body()).contains("\"kind\":\"openkruise\"");
        actor.close();
        actor = actor();
        actor.start();
        status("\"canaryStatus\":{\"currentStepState\":\"StepPaused\"}");
        time.advance(2_000);
        assertThat(state()).isEqualTo("StepReady");
    }
}
