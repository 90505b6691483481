package dev.plumbline.daemon.kayenta;

import static dev.plumbline.daemon.kayenta.KayentaWorld.BY;
import static dev.plumbline.daemon.kayenta.KayentaWorld.CONFIG;
import static dev.plumbline.daemon.kayenta.KayentaWorld.MINUTE;
import static dev.plumbline.daemon.kayenta.KayentaWorld.adHoc;
import static dev.plumbline.daemon.kayenta.KayentaWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.model.PlumblineException;
import org.junit.jupiter.api.Test;

class StandaloneTest {
    private final KayentaWorld world = new KayentaWorld();

    private static String request(String version, String times, String scopeTimes) {
        return """
                {"scopes": [{"scopeName": "default", "controlScope": "v1", "controlLocation": "eu", "experimentScope": "%s", "experimentLocation": "eu"%s}],
                 "thresholds": {"pass": 95, "marginal": 75}, %s, "siteLocal": {"channel": "ops"}}""".formatted(version, scopeTimes, times);
    }

    private String analyse(String version, String times) {
        return world.kayenta.analyse(BY, adHoc(CONFIG, request(version, times, "")));
    }

    private JsonPart result(String id) {
        return world.analysis(id).at("canaryAnalysisExecutionResult");
    }

    @Test
    void judgesGrowingWindowsUntilItsLifeIsOver() {
        String id = analyse("good", "\"lifetimeDurationMins\": 60, \"analysisIntervalMins\": 20");
        world.time.advance(20 * MINUTE - 1);
        assertThat(world.asked).isEmpty();
        world.time.advance(41 * MINUTE);
        assertThat(world.asked).containsExactly("avg(errors{version=\"v1\"}) 0..20/60", "avg(errors{version=\"good\"}) 0..20/60",
                "avg(errors{version=\"v1\"}) 0..40/60", "avg(errors{version=\"good\"}) 0..40/60", "avg(errors{version=\"v1\"}) 0..60/60",
                "avg(errors{version=\"good\"}) 0..60/60");
        assertThat(text(result(id))).contains("\"canaryScores\":[100,100,100]", "\"didPassThresholds\":true", "\"hasWarnings\":true",
                "the final score is 100, which meets the pass threshold 95");
    }

    @Test
    void looksBackAndWarmsUp() {
        analyse("good", "\"lifetimeDurationMins\": 40, \"analysisIntervalMins\": 20, \"lookbackMins\": 10, \"beginAfterMins\": 5");
        world.time.advance(60 * MINUTE);
        assertThat(world.asked).containsExactly("avg(errors{version=\"v1\"}) 15..25/60", "avg(errors{version=\"good\"}) 15..25/60",
                "avg(errors{version=\"v1\"}) 35..45/60", "avg(errors{version=\"good\"}) 35..45/60");
    }

    @Test
    void judgesThePastAtOnce() {
        String scopeTimes = ", \"startTimeIso\": \"" + KayentaWorld.at(-60) + "\", \"endTimeIso\": \"" + KayentaWorld.at(0)
                + "\", \"controlOffsetInMinutes\": 30, \"step\": 120";
        String id = world.kayenta.analyse(BY, adHoc(CONFIG, request("good", "\"analysisIntervalMins\": 30, \"beginAfterMins\": 10", scopeTimes)));
        world.time.advance(1);
        assertThat(world.asked).containsExactly("avg(errors{version=\"v1\"}) -90..-60/120", "avg(errors{version=\"good\"}) -60..-30/120",
                "avg(errors{version=\"v1\"}) -90..-30/120", "avg(errors{version=\"good\"}) -60..0/120");
        assertThat(world.analysis(id).at("status").text("")).isEqualTo("succeeded");
    }

    @Test
    void stopsAtTheFirstScoreThatIsNotAboveTheMarginalThreshold() {
        String id = analyse("bad", "\"lifetimeDurationMins\": 60, \"analysisIntervalMins\": 20");
        world.time.advance(20 * MINUTE);
        JsonPart analysis = world.analysis(id);
        assertThat(text(analysis)).contains("\"status\":\"terminal\"", "\"executionStatus\":\"TERMINAL\"", "\"complete\":true",
                "has score 0, which is not above the marginal threshold 75", "\"canaryScores\":[0]", "\"didPassThresholds\":false");
        world.time.advance(60 * MINUTE);
        assertThat(world.asked).hasSize(2);
    }

    @Test
    void goesOnWhileTooLittleIsKnown() {
        String id = analyse("good", "\"lifetimeDurationMins\": 40, \"analysisIntervalMins\": 2");
        world.time.advance(2 * MINUTE);
        assertThat(world.analysis(id).at("complete").text("")).as("three points say nothing").isEqualTo("false");
        world.time.advance(40 * MINUTE);
        assertThat(text(result(id))).contains("\"didPassThresholds\":true");
        assertThat(text(result(id).at("canaryExecutionResults").elements().getFirst())).contains("held back for what is not known");
    }

    @Test
    void whatIsHeldBackToTheEndDoesNotPass() {
        String id = analyse("quiet", "\"lifetimeDurationMins\": 20");
        world.time.advance(20 * MINUTE);
        assertThat(text(world.analysis(id))).contains("\"status\":\"succeeded\"", "\"didPassThresholds\":false", "held back for what is not known");
    }

    @Test
    void answersInKayentasShape() {
        String id = analyse("good", "\"lifetimeDurationMins\": 40, \"analysisIntervalMins\": 20");
        world.time.advance(20 * MINUTE);
        JsonPart running = world.analysis(id);
        assertThat(text(running)).contains("\"application\":\"shop\"", "\"user\":\"ann\"", "\"parentPipelineExecutionId\":\"pipeline-1\"", "\"complete\":false",
                "\"status\":\"running\"", "\"executionStatus\":\"RUNNING\"", "\"canaryAnalysisExecutionRequest\":{", "\"canaryConfig\":{").doesNotContain("canaryAnalysisExecutionResult");
        assertThat(text(running.at("stageStatus"))).isEqualTo("[{\"executionId\":\"" + id + "-1\",\"name\":\"Run Canary #1\",\"status\":\"SUCCEEDED\",\"type\":\"runCanary\"},"
                + "{\"name\":\"Run Canary #2\",\"status\":\"RUNNING\",\"type\":\"runCanary\"}]");
        world.time.advance(20 * MINUTE);
        JsonPart last = result(id).at("canaryExecutionResults").elements().getLast();
        assertThat(text(last)).contains("\"executionId\":\"" + id + "-2\"", "\"executionStatus\":\"SUCCEEDED\"", "\"judgementStartTimeIso\":\"" + KayentaWorld.at(0) + "\"",
                "\"judgementEndTimeIso\":\"" + KayentaWorld.at(40) + "\"", "\"metricSetPairListId\":\"" + id + "-2\"", "\"canaryDuration\":\"PT40M\"");
        JsonPart execution = world.execution(id + "-2");
        assertThat(execution.at("status").text("")).isEqualTo("succeeded");
        assertThat(text(execution.at("canaryExecutionRequest").at("siteLocal"))).isEqualTo("{\"channel\":\"ops\"}");
        assertThat(world.kayenta.execution(id)).as("it is no execution itself").isEmpty();
    }

    @Test
    void goesOnAfterARestart() {
        String id = analyse("good", "\"lifetimeDurationMins\": 60, \"analysisIntervalMins\": 20");
        world.time.advance(25 * MINUTE);
        world.restart();
        world.time.advance(10 * MINUTE);
        world.restart();
        world.time.advance(25 * MINUTE);
        assertThat(world.asked).as("every window once").hasSize(6);
        assertThat(text(result(id))).contains("\"canaryScores\":[100,100,100]");
    }

    @Test
    void judgesLaterWhatWasAway() {
        String id = analyse("good", "\"lifetimeDurationMins\": 20");
        world.failure = PlumblineException.resource("the upstream is away", null);
        world.time.advance(20 * MINUTE + 10_000);
        assertThat(world.analysis(id).at("status").text("")).isEqualTo("running");
        world.failure = null;
        world.time.advance(MINUTE);
        assertThat(text(result(id))).contains("\"didPassThresholds\":true");
    }

    @Test
    void aWindowThatCannotBeJudgedEndsIt() {
        String id = analyse("good", "\"lifetimeDurationMins\": 40, \"analysisIntervalMins\": 20");
        world.failure = PlumblineException.user("many-to-many matching");
        world.time.advance(21 * MINUTE);
        assertThat(text(world.analysis(id))).contains("\"status\":\"terminal\"", id + "-1 could not be judged: metric errors: many-to-many matching",
                "there is no final score", "\"canaryScores\":[]", "\"executionStatus\":\"TERMINAL\"");
        assertThat(world.execution(id + "-1").at("status").text("")).isEqualTo("terminal");
    }

    @Test
    void isCanceled() {
        String id = analyse("good", "\"lifetimeDurationMins\": 20");
        assertThat(world.kayenta.cancel(id)).isTrue();
        assertThat(text(world.analysis(id))).contains("\"status\":\"canceled\"");
        world.time.advance(30 * MINUTE);
        assertThat(world.asked).isEmpty();
    }

    @Test
    void usesConfigurationsThatAreKept() {
        String config = world.kayenta.configurations().add(CONFIG);
        String id = world.kayenta.analyse(BY, config, request("good", "\"lifetimeDurationMins\": 20", "")).orElseThrow();
        assertThat(world.analysis(id).at("canaryConfigId").text("")).isEqualTo(config);
        assertThat(world.kayenta.analyse(BY, "other", request("good", "\"lifetimeDurationMins\": 20", ""))).isEmpty();
    }

    private void refused(String times, String scopeTimes, String why) {
        assertThatThrownBy(() -> world.kayenta.analyse(BY, adHoc(CONFIG, request("good", times, scopeTimes)))).hasMessageContaining(why);
    }

    @Test
    void refusesWhatHasNoEndOrTooManyJudgements() {
        refused("\"x\": 0", "", "lifetimeDurationMins is missing");
        refused("\"lifetimeDurationMins\": 0", "", "lasts 0 minutes");
        refused("\"lifetimeDurationMins\": 100000", "", "lasts 100000 minutes");
        refused("\"lifetimeDurationMins\": 1.5", "", "must be a whole number");
        refused("\"lifetimeDurationMins\": 1000, \"analysisIntervalMins\": 1", "", "makes 1000 judgements; at most 200");
        refused("\"lifetimeDurationMins\": 20", ", \"startTimeIso\": \"soon\"", "startTimeIso is \"soon\"");
        refused("\"lifetimeDurationMins\": 20", ", \"step\": 6000", "no points of the window".replace("no", "0"));
        assertThatThrownBy(() -> world.kayenta.analyse(BY, adHoc(CONFIG, "{\"scopes\": [], \"lifetimeDurationMins\": 20}"))).hasMessageContaining("scopes has 0 scopes");
    }
}
