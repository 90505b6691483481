package dev.plumbline.daemon.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.canary.RolloutAction;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an order comes to, for every state of a Rollout that matters. */
class DecisionTest {
    private static final String CANARY = "\"strategy\":{\"canary\":{\"steps\":[{\"setWeight\":5},{\"pause\":{}},{\"analysis\":{}},"
            + "{\"setWeight\":25},{\"pause\":{}},{\"experiment\":{}}]}}";
    private static final String BLUE_GREEN = "\"strategy\":{\"blueGreen\":{}}";
    private static final String PAUSED = "\"controllerPause\":true,\"pauseConditions\":[{\"reason\":\"CanaryPauseStep\",\"startTime\":\"t1\"}]";
    private static final String INCONCLUSIVE = PAUSED.replace("CanaryPauseStep", "InconclusiveAnalysisRun")
            + ",\"canary\":{\"currentStepAnalysisRunStatus\":{\"status\":\"Inconclusive\"}}";

    private static Rollout rollout(String spec, String status) {
        return Rollout.parse("{\"metadata\":{\"resourceVersion\":\"7\",\"generation\":3},\"spec\":{" + spec + "},\"status\":{"
                + "\"observedGeneration\":\"3\",\"currentPodHash\":\"new\",\"stableRS\":\"old\"" + (status.isEmpty() ? "" : "," + status) + "}}");
    }

    private static RolloutOrder order(String action, int weight) {
        return new RolloutOrder("a-1/verdict", RolloutAction.of(action).orElseThrow(), RolloutOrder.rollout("shop", "checkout"), "new", weight, 0);
    }

    private static String decide(String action, int weight, Rollout rollout) {
        return switch (Decision.of(rollout, order(action, weight), Optional.empty())) {
            case Decision.Patch p -> "spec{" + p.spec() + "} status{" + p.status() + "}";
            case Decision.There t -> "there";
            case Decision.Skip s -> "skip";
            case Decision.NotYet n -> "later";
        };
    }

    @ParameterizedTest(name = "{0} when {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "abort        | ``                                    | spec{} status{\"abort\":true}",
        "abort        | \"abort\":true                        | there",
        "pause        | ``                                    | spec{\"paused\":true} status{}",
        "pause        | \"abort\":true                        | skip",
        "promote_full | ``                                    | spec{} status{\"promoteFull\":true}",
        "promote_full | \"promoteFull\":true                  | there",
        "promote_full | \"abort\":true                        | skip",
        "promote      | \"abort\":true                        | skip",
        "promote      | \"currentStepIndex\":0                | later",
        "promote      | \"currentStepIndex\":1                | later",
        "promote      | \"currentStepIndex\":1,\"controllerPause\":true | there",
        "promote      | \"currentStepIndex\":2                | spec{} status{\"pauseConditions\":null,\"currentStepIndex\":3}",
        "promote      | \"currentStepIndex\":5                | spec{} status{\"pauseConditions\":null,\"currentStepIndex\":6}",
        "promote      | \"currentStepIndex\":6                | there",
        "promote      | \"currentStepIndex\":99               | there"})
    void canary(String action, String status, String expected) {
        assertThat(decide(action, 0, rollout(CANARY, status))).isEqualTo(expected);
    }

    @Test
    void aPauseIsClearedAndTheIndexStays() {
        String clear = "spec{} status{\"pauseConditions\":null}";
        assertThat(decide("promote", 0, rollout(CANARY, "\"currentStepIndex\":1," + PAUSED))).isEqualTo(clear);
        assertThat(decide("promote", 0, rollout(CANARY, "\"currentStepIndex\":1," + INCONCLUSIVE)))
                .as("inconclusive by a background analysis").isEqualTo(clear);
        assertThat(decide("promote", 0, rollout(BLUE_GREEN, PAUSED.replace("CanaryPauseStep", "BlueGreenPause")))).isEqualTo(clear);
        assertThat(decide("promote", 0, rollout(BLUE_GREEN, ""))).isEqualTo("later");
    }

    @Test
    void outOfAnInconclusiveStepBothAreNeeded() {
        assertThat(decide("promote", 0, rollout(CANARY, "\"currentStepIndex\":2," + INCONCLUSIVE)))
                .isEqualTo("spec{} status{\"pauseConditions\":null,\"controllerPause\":false,\"currentStepIndex\":3}");
    }

    @Test
    void whatWasPausedInTheSpecIsResumed() {
        String paused = "\"paused\":true," + CANARY;
        assertThat(decide("promote", 0, rollout(paused, "\"currentStepIndex\":1," + PAUSED)))
                .isEqualTo("spec{\"paused\":false} status{\"pauseConditions\":null}");
        assertThat(decide("promote", 0, rollout(paused, "\"currentStepIndex\":0"))).isEqualTo("spec{\"paused\":false} status{}");
        assertThat(decide("pause", 0, rollout(paused, ""))).isEqualTo("there");
    }

    @ParameterizedTest
    @CsvSource({"abort,skip", "pause,skip", "promote,there", "promote_full,there"})
    void whatIsFullyPromotedStays(String action, String expected) {
        Rollout promoted = Rollout.parse("{\"metadata\":{\"generation\":3},\"spec\":{" + CANARY
                + "},\"status\":{\"observedGeneration\":\"3\",\"currentPodHash\":\"new\",\"stableRS\":\"new\"}}");
        assertThat(decide(action, 0, promoted)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"abort", "pause", "promote", "promote_full"})
    void anotherRevisionIsNeverTouched(String action) {
        Rollout newer = Rollout.parse("{\"metadata\":{\"generation\":3},\"spec\":{" + CANARY
                + "},\"status\":{\"observedGeneration\":\"3\",\"currentPodHash\":\"newer\",\"stableRS\":\"old\"}}");
        assertThat(Decision.of(newer, order(action, 0), Optional.empty()))
                .isEqualTo(new Decision.Skip("revision new was judged, and the Rollout is at newer"));
        var unnamed = new RolloutOrder("x", RolloutAction.ABORT, RolloutOrder.rollout("shop", "checkout"), "", 0, 0);
        assertThat(Decision.of(newer, unnamed, Optional.empty())).isInstanceOf(Decision.Skip.class);
    }

    @ParameterizedTest
    @CsvSource({"2,NotYet", "'',NotYet", "6d4cf56db6,Patch"})
    void aStatusAboutAnOlderSpecIsNotTrusted(String observed, String expected) {
        Rollout rollout = Rollout.parse("{\"metadata\":{\"generation\":3},\"spec\":{" + CANARY + "},\"status\":{\"observedGeneration\":\""
                + observed + "\",\"currentPodHash\":\"new\",\"stableRS\":\"old\"}}");
        assertThat(Decision.of(rollout, order("abort", 0), Optional.empty()).getClass().getSimpleName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"5,1,Patch", "25,1,NotYet", "5,4,Skip", "25,4,Patch", "0,4,Patch"})
    void aVerdictPromotesFromItsOwnWeightOnly(int judged, int step, String expected) {
        Rollout rollout = rollout(CANARY, "\"currentStepIndex\":" + step + "," + PAUSED);
        assertThat(Decision.of(rollout, order("promote", judged), Optional.empty()).getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void aRepetitionDoesNotGoAStepFurther() {
        var from = Optional.of(new Decision.Intent(1, "t1"));
        assertThat(Decision.of(rollout(CANARY, "\"currentStepIndex\":1," + PAUSED), order("promote", 0), from))
                .as("the patch did not get there").isInstanceOf(Decision.Patch.class);
        assertThat(Decision.of(rollout(CANARY, "\"currentStepIndex\":4," + PAUSED), order("promote", 0), from))
                .isInstanceOf(Decision.There.class);
        assertThat(Decision.of(rollout(CANARY, "\"currentStepIndex\":1"), order("promote", 0), from)).isInstanceOf(Decision.There.class);
    }
}
