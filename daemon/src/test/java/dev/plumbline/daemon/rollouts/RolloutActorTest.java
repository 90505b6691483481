package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.KubernetesAccess;
import dev.plumbline.daemon.config.canary.Reaction;
import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.config.canary.RolloutTarget;
import dev.plumbline.daemon.kubernetes.ClientCustomObjects;
import dev.plumbline.daemon.kubernetes.ServiceAccount;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.daemon.verdicts.VerdictEvent;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.fleet.cluster.ClusterStandIn;
import dev.plumbline.fleet.cluster.RolloutPlan;
import dev.plumbline.fleet.cluster.RolloutPlan.Pause;
import dev.plumbline.fleet.cluster.RolloutPlan.SetWeight;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.VirtualTime;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The actor against an API server with Rollouts, over sockets, under virtual time. */
class RolloutActorTest {
    private static final long NOW = 1_790_000_000_000L;
    private final VirtualTime time = new VirtualTime(NOW);
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final List<String> outcomes = new ArrayList<>();
    private final ClusterStandIn cluster = new ClusterStandIn(time::monotonicNanos, line -> { });
    private RolloutActor actor = actor(documents);

    private RolloutActor actor(dev.plumbline.documents.Documents kept) {
        var made = new RolloutActor(time, kept,
                access -> ClientCustomObjects.open(access, new ServiceAccount(Path.of("/nowhere"), Map.of())),
                (order, outcome) -> outcomes.add(order.action().word() + " " + outcome.result().word()));
        made.access(new KubernetesAccess.Server(URI.create(cluster.url()), HttpClientConfig.DEFAULT));
        return made;
    }

    @BeforeEach
    void aCanaryAtItsFirstPause() {
        cluster.apply(new RolloutPlan("shop", "checkout", "old", "new", new RolloutPlan.Canary(
                List.of(new SetWeight(5), new Pause(0), new SetWeight(25), new Pause(0)))));
        settle();
        assertThat(cluster.view("shop", "checkout").pause()).isEqualTo("CanaryPauseStep");
    }

    private void settle() {
        for (int i = 0; i < 4; i++) {
            time.advance(1);
            cluster.tick();
        }
    }

    @AfterEach
    void close() {
        actor.close();
        cluster.close();
    }

    private VerdictEvent event(String id, RolloutAction action, int weight, String revision) {
        var key = new AnalysisKey("shop", "checkout", "2.4.1", revision, "" + weight, "web");
        return new VerdictEvent(id, VerdictEvent.Kind.VERDICT, new Verdict.Go("fine"), "a-1", key, "", weight, false, 100, List.of(), "",
                null, null, time.wallMillis(), new RolloutTarget("argo", "", ""), new Reaction(action, List.of()));
    }

    private void act(VerdictEvent event) {
        actor.accept(event);
        actor.tick();
        settle();
    }

    @Test
    void verdictsPromoteStepByStepUntilHealthy() {
        act(event("a-1/verdict", RolloutAction.PROMOTE, 5, "new"));
        assertThat(cluster.view("shop", "checkout").weight()).isEqualTo(25);
        act(event("a-1/verdict", RolloutAction.PROMOTE, 5, "new"));
        assertThat(outcomes).as("a repeated event is not looked at twice").containsExactly("promote done");
        act(event("a-2/verdict", RolloutAction.PROMOTE, 25, "new"));
        assertThat(cluster.view("shop", "checkout").phase()).isEqualTo("Healthy");
        act(event("a-3/verdict", RolloutAction.ABORT, 25, "new"));
        assertThat(outcomes).containsExactly("promote done", "promote done", "abort skipped");
        assertThat(actor.waiting()).isZero();
    }

    @Test
    void abortsAndPauses() {
        act(event("a-1/verdict", RolloutAction.PAUSE, 5, "new"));
        assertThat(cluster.view("shop", "checkout").message()).isEqualTo("manually paused");
        act(event("a-1/decision-1", RolloutAction.PROMOTE, 5, "new"));
        time.advance(2_000);
        actor.tick();
        settle();
        assertThat(cluster.view("shop", "checkout").weight()).as("resumed and promoted").isEqualTo(25);
        act(event("a-2/verdict", RolloutAction.ABORT, 25, "new"));
        assertThat(cluster.view("shop", "checkout").phase()).isEqualTo("Degraded");
        act(event("a-3/verdict", RolloutAction.PROMOTE_FULL, 25, "new"));
        assertThat(outcomes).endsWith("abort done", "promote_full skipped");
    }

    @Test
    void nothingIsDoneUnlessAPolicySaysSo() {
        act(event("a-1/verdict", RolloutAction.NONE, 5, "new"));
        assertThat(actor.waiting()).isZero();
        assertThat(outcomes).isEmpty();
        assertThat(documents.get("rollout-action", "a-1/verdict")).isEmpty();
    }

    @Test
    void aNewerRevisionIsLeftAlone() {
        cluster.edit("shop", "checkout", "{\"status\":{\"currentPodHash\":\"newer\"}}");
        act(event("a-1/verdict", RolloutAction.ABORT, 5, "new"));
        assertThat(outcomes).containsExactly("abort skipped");
        assertThat(cluster.view("shop", "checkout").aborted()).isFalse();
        assertThat(documents.get("rollout-action", "a-1/verdict").orElseThrow().body()).contains("revision new was judged, and the Rollout is at newer");
    }

    @Test
    void conflictsAreDecidedAnew() {
        cluster.faults().nextPatches(409, 409);
        act(event("a-1/verdict", RolloutAction.ABORT, 5, "new"));
        assertThat(outcomes).containsExactly("abort done");
        assertThat(cluster.view("shop", "checkout").aborted()).isTrue();
    }

    @Test
    void withoutAStatusSubresourceTheObjectIsPatched() {
        cluster.faults().statusSubresource(false);
        act(event("a-1/verdict", RolloutAction.PROMOTE, 5, "new"));
        assertThat(outcomes).containsExactly("promote done");
        assertThat(cluster.view("shop", "checkout").weight()).isEqualTo(25);
    }

    @Test
    void whatIsForbiddenOrNotThereIsRefusedForGood() {
        cluster.faults().nextPatches(403);
        act(event("a-1/verdict", RolloutAction.ABORT, 5, "new"));
        var gone = event("a-2/verdict", RolloutAction.ABORT, 5, "new");
        act(new VerdictEvent(gone.id(), gone.kind(), gone.verdict(), gone.analysis(), gone.key(), "", 5, false, 0, List.of(), "", null, null,
                NOW, new RolloutTarget("argo", "shop", "nobody"), gone.reaction()));
        assertThat(outcomes).containsExactly("abort refused", "abort refused");
        assertThat(documents.get("rollout-action", "a-1/verdict").orElseThrow().body()).contains("may not get or patch");
    }

    @Test
    void aClusterThatIsAwayIsTriedUntilItIsBack() {
        cluster.faults().away(true);
        actor.start();
        actor.accept(event("a-1/verdict", RolloutAction.ABORT, 5, "new"));
        time.advance(60_000);
        assertThat(outcomes).as("1, 2, 4 ... s apart").hasSizeBetween(5, 8).containsOnly("abort away");
        actor.close();
        actor = actor(documents); // a restart meanwhile
        actor.start();
        cluster.faults().away(false);
        time.advance(60_000);
        assertThat(outcomes).endsWith("abort done");
        cluster.tick();
        assertThat(cluster.view("shop", "checkout").phase()).isEqualTo("Degraded");
        assertThat(actor.waiting()).isZero();
    }

    @Test
    void aCrashBetweenThePatchAndItsRecordDoesNotPromoteTwice() {
        var order = new RolloutOrder("a-1/verdict", RolloutAction.PROMOTE, RolloutOrder.rollout("shop", "checkout"), "new", 0, NOW);
        actor.take(order);
        actor.tick();
        settle();
        assertThat(cluster.view("shop", "checkout").step()).isEqualTo(3);
        // What a process that died before it could record the end leaves behind.
        new OrderDocuments(documents).pending(new OrderDocuments.Kept(order, java.util.Optional.of(new Decision.Intent(1, "1970"))));
        actor.close();
        actor = actor(documents);
        actor.start();
        time.advance(1_000);
        settle();
        assertThat(outcomes).containsExactly("promote done", "promote unchanged");
        assertThat(cluster.view("shop", "checkout").step()).isEqualTo(3);
    }

    @Test
    void whatCannotBeDoneYetIsGivenUpAfterAnHour() {
        actor.start();
        actor.accept(event("a-1/verdict", RolloutAction.PROMOTE, 25, "new")); // about a weight that the Rollout never reaches
        time.advance(RolloutActor.PATIENCE_MILLIS + 120_000);
        assertThat(outcomes).contains("promote retried").endsWith("promote skipped");
        assertThat(actor.waiting()).isZero();
    }

    @Test
    void aFreezeHoldsPromotionsAndNothingElse() {
        var freeze = new AtomicReference<>(Optional.of("all changes are stopped"));
        actor.freezes(analysis -> analysis.equals("a-1") ? freeze.get() : Optional.empty());
        act(event("a-1/verdict", RolloutAction.PROMOTE, 5, "new"));
        assertThat(outcomes).containsExactly("promote retried");
        assertThat(cluster.view("shop", "checkout").weight()).isEqualTo(5);
        freeze.set(Optional.empty());
        time.advance(2_000);
        actor.tick();
        settle();
        assertThat(outcomes).endsWith("promote done");
        freeze.set(Optional.of("all changes are stopped"));
        act(event("a-1/decision-1", RolloutAction.ABORT, 25, "new"));
        assertThat(outcomes).endsWith("abort done");
    }

    @Test
    void aPromotionThatWaitsKeepsNoLaterVerdictWaiting() {
        act(event("a-1/verdict", RolloutAction.PROMOTE, 25, "new")); // about a weight that the Rollout has not reached
        act(event("a-2/verdict", RolloutAction.ABORT, 5, "other"));
        time.advance(2_000);
        actor.tick();
        assertThat(outcomes).as("what is about another revision overtakes nothing").containsOnly("promote retried");
        act(event("a-3/verdict", RolloutAction.ABORT, 5, "new"));
        time.advance(2_000);
        for (int i = 0; i < 4; i++) {
            time.advance(60_000);
            actor.tick();
            settle();
        }
        assertThat(outcomes).endsWith("promote skipped", "abort skipped", "abort done");
        assertThat(cluster.view("shop", "checkout").aborted()).isTrue();
    }

    @Test
    void anEventIsNotTakenWhenItCannotBeKept() {
        @Nullable PlumblineException failure = null;
        documents.close();
        try {
            actor.accept(event("a-1/verdict", RolloutAction.ABORT, 5, "new"));
        } catch (PlumblineException e) {
            failure = e;
        }
        assertThat(failure).isNotNull();
        assertThat(actor.waiting()).isZero();
    }

    @Test
    void waitingOrdersAreBounded() {
        for (int i = 0; i < RolloutActor.MAX_WAITING; i++) {
            actor.accept(event("a-" + i, RolloutAction.ABORT, 5, "new"));
        }
        assertThatThrownBy(() -> actor.accept(event("one more", RolloutAction.ABORT, 5, "new"))).hasMessageContaining("1000 actions");
    }
}
