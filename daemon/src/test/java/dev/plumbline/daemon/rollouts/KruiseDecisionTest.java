package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.canary.RolloutAction;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KruiseDecisionTest {
    private static final String ROLLOUT = """
            {"metadata":{"resourceVersion":"9","generation":3},
             "spec":{"strategy":{"canary":{"steps":[{"traffic":"5%"},{"traffic":"25%"},{"replicas":"100%"}]}}},
             "status":{"observedGeneration":3,"canaryStatus":{"canaryRevision":"rev","podTemplateHash":"new","currentStepIndex":1,"currentStepState":"StepPaused"}}}
            """;

    private static Decision decide(String json, String action, String revision, int weight) {
        var order = new RolloutOrder("a-1/verdict", RolloutAction.valueOf(action.toUpperCase(Locale.ROOT)), RolloutOrder.kruise("shop", "checkout"), revision, weight, 0);
        return KruiseDecision.of(KruiseRollout.parse(json), order, Optional.empty());
    }

    private static Decision promote(String json) {
        return decide(json, "promote", "new", 5);
    }

    private static final Decision APPROVED = new Decision.Patch("", "\"canaryStatus\":{\"currentStepState\":\"StepReady\"}");

    @Test
    void approvesAStepThatIsPaused() {
        assertThat(promote(ROLLOUT)).isEqualTo(APPROVED);
        assertThat(decide(ROLLOUT, "promote", "rev", 0)).as("by the controller's name of the revision").isEqualTo(APPROVED);
        assertThat(promote(ROLLOUT.replace("canaryStatus", "blueGreenStatus").replace("canaryRevision", "updatedRevision").replace("\"canary\":", "\"blueGreen\":")))
                .isEqualTo(new Decision.Patch("", "\"blueGreenStatus\":{\"currentStepState\":\"StepReady\"}"));
    }

    @Test
    void whatAPersonPausedIsResumedFirst() {
        String paused = ROLLOUT.replace("\"strategy\":{", "\"strategy\":{\"paused\":true,");
        assertThat(promote(paused)).isEqualTo(new Decision.Patch("\"strategy\":{\"paused\":false}", "\"canaryStatus\":{\"currentStepState\":\"StepReady\"}"));
        assertThat(promote(paused.replace("StepPaused", "StepUpgrade"))).isEqualTo(new Decision.Patch("\"strategy\":{\"paused\":false}", ""));
        assertThat(decide(paused, "pause", "new", 5)).isInstanceOf(Decision.There.class);
        assertThat(decide(ROLLOUT, "pause", "new", 5)).isEqualTo(new Decision.Patch("\"strategy\":{\"paused\":true}", ""));
    }

    @ParameterizedTest
    @CsvSource({"BeforeStepUpgrade,NotYet", "StepUpgrade,NotYet", "StepTrafficRouting,NotYet", "StepMetricsAnalysis,NotYet", "StepReady,There", "Completed,There"})
    void otherStatesAreWaitedForOrOver(String state, String decision) {
        assertThat(promote(ROLLOUT.replace("StepPaused", state)).getClass().getSimpleName()).isEqualTo(decision);
    }

    @Test
    void onlyTheRevisionAndTheWeightThatWereJudged() {
        assertThat(decide(ROLLOUT, "promote", "old", 5)).isEqualTo(new Decision.Skip("revision old was judged, and the Rollout is at new"));
        assertThat(decide(ROLLOUT, "promote", "", 5)).isInstanceOf(Decision.Skip.class);
        assertThat(decide(ROLLOUT, "promote", "new", 25)).isInstanceOf(Decision.NotYet.class);
        assertThat(decide(ROLLOUT.replace("\"currentStepIndex\":1", "\"currentStepIndex\":2"), "promote", "new", 5)).isInstanceOf(Decision.Skip.class);
        assertThat(decide(ROLLOUT.replace("\"currentStepIndex\":1", "\"currentStepIndex\":3"), "promote", "new", 5)).as("a step without traffic").isEqualTo(APPROVED);
        assertThat(promote(ROLLOUT.replace("\"observedGeneration\":3", "\"observedGeneration\":2"))).isInstanceOf(Decision.NotYet.class);
    }

    @Test
    void anInterruptedApprovalDoesNotGoAStepFurther() {
        var order = new RolloutOrder("a-1/verdict", RolloutAction.PROMOTE, RolloutOrder.kruise("shop", "checkout"), "new", 0, 0);
        var next = KruiseRollout.parse(ROLLOUT.replace("\"currentStepIndex\":1", "\"currentStepIndex\":2"));
        assertThat(KruiseDecision.of(next, order, Optional.of(new Decision.Intent(1, "")))).isEqualTo(new Decision.There("it went on from step 1 before"));
        assertThat(KruiseDecision.of(KruiseRollout.parse(ROLLOUT), order, Optional.of(new Decision.Intent(1, "")))).isEqualTo(APPROVED);
    }

    @Test
    void withoutAReleaseThereIsNothingToDo() {
        String idle = "{\"metadata\":{\"resourceVersion\":\"9\",\"generation\":1},\"spec\":{},\"status\":{\"observedGeneration\":1,\"phase\":\"Healthy\"}}";
        assertThat(promote(idle)).isInstanceOf(Decision.There.class);
        assertThat(decide(idle, "pause", "new", 5)).isInstanceOf(Decision.Skip.class);
        assertThat(decide(ROLLOUT, "abort", "new", 5)).isInstanceOf(Decision.Skip.class);
        assertThat(decide(ROLLOUT, "promote_full", "new", 5)).isInstanceOf(Decision.Skip.class);
    }
}
