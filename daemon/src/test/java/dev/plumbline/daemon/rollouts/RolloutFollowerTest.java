package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.RolloutsConfig;
import dev.plumbline.daemon.rollouts.FollowListener.State;
import dev.plumbline.fleet.cluster.RolloutPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the watch to the verdict and back to the Rollout, without anybody asking the gate. */
class RolloutFollowerTest {
    private final FollowWorld world = new FollowWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aGoodCanaryIsPromotedStepByStepUntilHealthy() {
        world.release("1.0", "2.0");
        world.run(20);
        assertThat(world.cluster.view("shop", "checkout").weight()).isEqualTo(5);
        world.run(100);
        assertThat(world.phase()).isEqualTo("Healthy");
        assertThat(world.recorder.asked()).containsExactly("shop/checkout, 2.0 (2.0) after 1.0 at weight 5: 5",
                "shop/checkout, 2.0 (2.0) after 1.0 at weight 25: 25");
        assertThat(world.analyses()).containsExactly("shop/checkout 2.0 2.0 5: go", "shop/checkout 2.0 2.0 25: go");
        assertThat(world.outcomes).contains("promote checkout done").doesNotContain("abort checkout done");
        assertThat(world.recorder.lines).endsWith("Rollout shop/checkout at 2.0 stable");
        assertThat(world.recorder.states).isEqualTo(Map.of(State.STABLE, 1, State.RELEASING, 0, State.ABORTED, 0));
    }

    @Test
    void aBadOneIsAbortedAndNotAskedAboutAgainUntilThereIsANewRevision() {
        world.badVersions.add("2.0");
        world.release("1.0", "2.0");
        world.run(100);
        assertThat(world.phase()).isEqualTo("Degraded");
        assertThat(world.outcomes).containsExactly("abort checkout done");
        world.cluster.edit("shop", "checkout", "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");
        world.run(7_200); // the verdict does not answer any more
        world.cluster.edit("shop", "checkout", "{\"status\":{\"abort\":false,\"currentStepIndex\":2}}"); // somebody retries, from 25 %
        world.run(100);
        assertThat(world.analyses()).containsExactly("shop/checkout 2.0 2.0 5: no-go");
        world.release("1.0", "2.1");
        world.run(100);
        assertThat(world.analyses()).hasSize(3).contains("shop/checkout 2.1 2.1 25: go");
        assertThat(world.phase()).isEqualTo("Healthy");
    }

    @Test
    void aNewerRevisionWhileJudgingIsJudgedForItselfAndTheOldVerdictDoesNothing() {
        world.badVersions.add("2.0");
        world.release("1.0", "2.0");
        world.run(5);
        assertThat(world.analyses()).containsExactly("shop/checkout 2.0 2.0 5: pending");
        world.release("1.0", "2.1");
        world.run(120);
        assertThat(world.analyses()).contains("shop/checkout 2.0 2.0 5: no-go", "shop/checkout 2.1 2.1 5: go", "shop/checkout 2.1 2.1 25: go").hasSize(3);
        assertThat(world.outcomes).contains("abort checkout skipped").doesNotContain("abort checkout done");
        assertThat(world.phase()).isEqualTo("Healthy");
    }

    @Test
    void aClusterThatIsAwayForAMinuteStartsNothingTwice() {
        world.release("1.0", "2.0");
        world.run(10);
        world.api.away(true);
        world.run(70);
        assertThat(world.follower.trouble()).hasValueSatisfying(why -> assertThat(why).contains("connection refused"));
        world.api.away(false);
        world.run(200);
        assertThat(world.follower.trouble()).isEmpty();
        assertThat(world.follower.restarts()).isGreaterThan(2);
        assertThat(world.analyses()).containsExactly("shop/checkout 2.0 2.0 5: go", "shop/checkout 2.0 2.0 25: go");
        assertThat(world.recorder.asked()).hasSize(2);
        assertThat(world.phase()).isEqualTo("Healthy");
    }

    @Test
    void worksWithoutAStatusSubresource() {
        world.cluster.faults().statusSubresource(false);
        world.release("1.0", "2.0");
        world.run(120);
        assertThat(world.phase()).isEqualTo("Healthy");
    }

    @Test
    void aRestartGoesOnWithTheSameAnalysis() {
        world.release("1.0", "2.0");
        world.run(15);
        world.restart();
        world.run(8);
        assertThat(world.recorder.asked()).as("known from before").hasSize(1);
        world.run(20);
        world.restart();
        world.run(100);
        assertThat(world.analyses()).containsExactly("shop/checkout 2.0 2.0 5: go", "shop/checkout 2.0 2.0 25: go");
        assertThat(world.phase()).isEqualTo("Healthy");
    }

    @Test
    void aCrashBeforeItWasKeptThatAStageWasAskedForFindsItsAnalysis() {
        world.release("1.0", "2.0");
        world.run(15);
        var documents = new FollowDocuments(world.documents);
        FollowedRelease kept = documents.get("shop", "checkout");
        documents.put(kept.withRelease(kept.release()), world.time.wallMillis());
        world.restart();
        world.run(8);
        assertThat(world.recorder.asked()).as("asked again").hasSize(2);
        assertThat(world.analyses()).as("and found").hasSize(1);
    }

    @Test
    void namespacesWithTheSameServiceAreJudgedApart() {
        world.badVersions.add("2.1");
        world.release("shop", "checkout", "1.0", "2.0");
        world.release("outlet", "checkout", "1.0", "2.1");
        world.run(120);
        assertThat(world.phase()).isEqualTo("Healthy");
        assertThat(world.cluster.view("outlet", "checkout").phase()).isEqualTo("Degraded");
        assertThat(world.analyses()).containsExactlyInAnyOrder("shop/checkout 2.0 2.0 5: go", "shop/checkout 2.0 2.0 25: go",
                "outlet/checkout 2.1 2.1 5: no-go");
    }

    @Test
    void onlyTheNamespacesThatAreNamedAreFollowed() {
        world.follow = new RolloutsConfig.Follow(List.of("outlet"));
        world.follower.apply(world.config());
        world.release("shop", "checkout", "1.0", "2.0");
        world.release("outlet", "checkout", "1.0", "2.0");
        world.run(20);
        assertThat(world.analyses()).containsExactly("outlet/checkout 2.0 2.0 5: pending");
        world.follower.apply(new RolloutsConfig(world.config().access(), null));
        world.run(200);
        assertThat(world.analyses()).as("the analysis ends, and no other begins").containsExactly("outlet/checkout 2.0 2.0 5: go");
        assertThat(world.recorder.states.values()).containsOnly(0);
    }

    @Test
    void whatNoPolicyGovernsIsLeftAloneUntilOneDoes() {
        world.reload(FollowWorld.POLICY.replace("service: checkout", "service: payments"));
        world.release("1.0", "2.0");
        world.run(20);
        assertThat(world.recorder.lines).isEmpty();
        assertThat(world.recorder.states.values()).containsOnly(0);
        assertThat(world.documents.get(FollowDocuments.KIND, "shop/checkout")).isEmpty();
        world.reload(FollowWorld.POLICY);
        world.run(2);
        assertThat(world.recorder.asked()).hasSize(1);
    }

    @Test
    void aRolloutThatIsNotCalledAsItsServiceIsActedOnAllTheSame() {
        world.release("shop", "web-frontend", "1.0", "2.0");
        world.cluster.edit("shop", "web-frontend", "{\"metadata\":{\"labels\":{\"app\":\"checkout\"}}}");
        world.run(120);
        assertThat(world.cluster.view("shop", "web-frontend").phase()).isEqualTo("Healthy");
        assertThat(world.outcomes).contains("promote web-frontend done");
    }

    @Test
    void aGateThatCannotStartAnAnalysisIsAskedAgain() {
        world.doubt = Optional.of("the store is being opened");
        world.release("1.0", "2.0");
        world.run(12);
        assertThat(world.recorder.lines).contains("waiting Rollout shop/checkout, 2.0 (2.0) after 1.0: the store is being opened");
        assertThat(world.recorder.asked()).isEmpty();
        world.doubt = Optional.empty();
        world.run(6);
        assertThat(world.recorder.asked()).hasSize(1);
    }

    @Test
    void aQuestionThatTheGateDoesNotTakeIsRefusedOnceAndAskedWhenTheRolloutIsAnother() {
        world.release("1.0", "2.0");
        world.cluster.edit("shop", "checkout", "{\"metadata\":{\"annotations\":{\"plumbline.dev/version\":\"" + "9".repeat(300) + "\"}}}");
        world.run(60);
        assertThat(world.recorder.lines).filteredOn(l -> l.startsWith("refused")).first().asString().contains("version has 300 characters");
        int refused = world.recorder.lines.size();
        world.run(60);
        assertThat(world.recorder.lines).hasSize(refused);
        world.cluster.edit("shop", "checkout", "{\"metadata\":{\"annotations\":{\"plumbline.dev/version\":\"2.0.1\"}}}");
        world.run(2);
        assertThat(world.recorder.asked()).containsExactly("shop/checkout, 2.0.1 (2.0) after 1.0 at weight 5: 5");
    }

    @Test
    void aRevisionThatSomebodyPromotesFullyIsNotHeldBack() {
        world.reload(FollowWorld.POLICY.replace("{weight: 5, at_most: 5m}", "{weight: 10, at_most: 5m}"));
        world.release("1.0", "2.0");
        world.run(10);
        assertThat(world.recorder.asked()).as("no stage for 5 %").isEmpty();
        world.cluster.edit("shop", "checkout", "{\"status\":{\"promoteFull\":true,\"canary\":{\"weights\":{\"canary\":{\"weight\":60}}}}}");
        world.api.push();
        world.run(10);
        assertThat(world.recorder.asked()).isEmpty();
        assertThat(world.phase()).isEqualTo("Healthy");
    }

    @Test
    void aStageIsAskedForOnceHoweverLongThePauseTakes() {
        world.reload(FollowWorld.POLICY.replace("on: {go: {rollout: promote}, no_go: {rollout: abort}}", "on: {no_go: {rollout: abort}}"));
        world.release("1.0", "2.0");
        world.run(8_000);
        world.cluster.edit("shop", "checkout", "{\"metadata\":{\"labels\":{\"touched\":\"yes\"}}}");
        world.run(60);
        assertThat(world.analyses()).containsExactly("shop/checkout 2.0 2.0 5: go");
    }

    @Test
    void aRolloutThatIsGoneIsForgotten() {
        world.release("1.0", "2.0");
        world.run(10);
        world.api.delete("shop", "checkout");
        world.run(2);
        assertThat(world.recorder.states.values()).containsOnly(0);
    }

    @Test
    void blueGreenIsJudgedBeforeAndAfterItsSwitch() {
        var askElsewhere = new RolloutPlan.WebMetric("http://127.0.0.1:1/", 3_600_000, 1_000); // an analysis that never ends
        world.reload(FollowWorld.POLICY.replace("{weight: 5, at_most: 5m}, {weight: 25, at_most: 10m}",
                "{name: pre, at_most: 5m}, {name: post, at_most: 5m}"));
        world.apply(new RolloutPlan("shop", "checkout", "1.0", "2.0", new RolloutPlan.BlueGreen(askElsewhere, askElsewhere)), "2.0");
        world.run(20);
        assertThat(world.recorder.asked()).containsExactly("shop/checkout, 2.0 (2.0) after 1.0 at preview: pre");
        world.run(60);
        world.badVersions.add("2.0");
        world.cluster.edit("shop", "checkout", "{\"status\":{\"blueGreen\":{\"activeSelector\":\"2.0\",\"previewSelector\":\"2.0\"}}}");
        world.run(60);
        assertThat(world.analyses()).containsExactly("shop/checkout 2.0 2.0 pre: go", "shop/checkout 2.0 2.0 post: no-go");
        assertThat(world.cluster.view("shop", "checkout").aborted()).isTrue();
    }

    @Test
    void theFirstRevisionOfARolloutIsNoRelease() {
        world.release("", "1.0");
        world.run(20);
        assertThat(world.analyses()).isEmpty();
        assertThat(world.recorder.lines).containsExactly("Rollout shop/checkout at 1.0 stable");
    }
}
