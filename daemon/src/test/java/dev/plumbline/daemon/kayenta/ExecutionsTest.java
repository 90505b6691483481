package dev.plumbline.daemon.kayenta;

import static dev.plumbline.daemon.kayenta.KayentaWorld.BY;
import static dev.plumbline.daemon.kayenta.KayentaWorld.CONFIG;
import static dev.plumbline.daemon.kayenta.KayentaWorld.MINUTE;
import static dev.plumbline.daemon.kayenta.KayentaWorld.adHoc;
import static dev.plumbline.daemon.kayenta.KayentaWorld.request;
import static dev.plumbline.daemon.kayenta.KayentaWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.model.PlumblineException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutionsTest {
    private final KayentaWorld world = new KayentaWorld();

    private static double score(JsonPart execution) {
        return execution.at("result").at("judgeResult").at("score").at("score").number().orElseThrow();
    }

    private static String classification(JsonPart execution) {
        return execution.at("result").at("judgeResult").at("score").at("classification").text("");
    }

    @Test
    void judgesWhatIsOver() {
        String good = world.execute("good", -60, 0);
        String bad = world.execute("bad", -60, 0);
        assertThat(world.execution(good).at("status").text("")).as("answered before it is judged").isEqualTo("running");
        world.time.advance(1);
        assertThat(world.execution(good).at("status").text("")).isEqualTo("succeeded");
        assertThat(score(world.execution(good))).isEqualTo(100);
        assertThat(classification(world.execution(good))).isEqualTo("Pass");
        assertThat(score(world.execution(bad))).isZero();
        assertThat(classification(world.execution(bad))).isEqualTo("Fail");
        assertThat(world.asked.getFirst()).isEqualTo("avg(errors{version=\"v1\"}) -60..0/60");
    }

    @Test
    void answersInKayentasShape() {
        String id = world.execute("bad", -60, 0);
        assertThat(text(world.execution(id))).contains("\"complete\":false", "\"stageStatus\":{\"fetchControl0\":\"running\"", "\"judge\":\"not_started\"")
                .doesNotContain("\"result\":", "endTime");
        world.time.advance(1);
        JsonPart done = world.execution(id);
        assertThat(text(done)).contains("\"application\":\"shop\"", "\"parentPipelineExecutionId\":\"pipeline-1\"", "\"pipelineId\":\"" + id + "\"",
                "\"complete\":true", "\"canaryConfigId\":\"ad-hoc\"", "\"metricSetPairListId\":\"" + id + "\"", "\"canaryDuration\":\"PT1H\"",
                "\"judge\":\"succeeded\"", "\"storageAccountName\":\"plumbline\"", "\"metricsAccountName\":\"plumbline\"", "\"endTimeIso\":\"");
        JsonPart metric = done.at("result").at("judgeResult").at("results").elements().getFirst();
        assertThat(text(metric)).contains("\"name\":\"errors\"", "\"id\":\"" + id + "-0\"", "\"tags\":{}", "\"groups\":[\"web\"]", "\"classification\":\"High\"",
                "\"critical\":false", "\"muted\":false", "\"controlMetadata\":{\"stats\":{\"count\":61,\"max\":");
        assertThat(metric.at("resultMetadata").at("ratio").number().orElseThrow()).isBetween(2.8, 3.2);
        assertThat(text(done.at("result").at("judgeResult").at("groupScores")))
                .isEqualTo("[{\"classification\":\"\",\"classificationReason\":\"\",\"name\":\"web\",\"score\":0}]");
        assertThat(done.at("canaryExecutionRequest").at("thresholds").at("pass").whole(0)).isEqualTo(95);
    }

    @Test
    void keepsWhatItMeasured() {
        String id = world.execute("good", -60, 0);
        world.time.advance(1);
        var list = KayentaWorld.part(world.kayenta.objects().find(ObjectType.PAIRS, id).orElseThrow());
        JsonPart pair = list.elements().getFirst();
        assertThat(pair.at("values").at("control").elements()).hasSize(61);
        assertThat(text(pair.at("scopes").at("control"))).isEqualTo("{\"startTimeIso\":\"" + KayentaWorld.at(-60) + "\",\"startTimeMillis\":"
                + (KayentaWorld.START - 60 * MINUTE) + ",\"stepMillis\":60000}");
        assertThat(pair.at("attributes").at("experiment").at("query").text("")).isEqualTo("avg(errors{version=\"good\"})");
        assertThat(world.kayenta.objects().pair(id, id + "-0")).isPresent();
        assertThat(world.kayenta.objects().pair(id, id + "-1")).isEmpty();
    }

    @Test
    void waitsForTheEndOfTheWindow() {
        String id = world.execute("bad", 0, 60);
        world.time.advance(60 * MINUTE - 1);
        assertThat(world.execution(id).at("complete").text("")).isEqualTo("false");
        world.time.advance(1);
        assertThat(score(world.execution(id))).isZero();
    }

    @Test
    void noDataIsNeverAPass() {
        String id = world.execute("quiet", -60, 0);
        world.time.advance(1);
        assertThat(classification(world.execution(id))).isEqualTo("Marginal");
        assertThat(score(world.execution(id))).isBetween(75.0, 94.99);
        assertThat(text(world.execution(id))).contains("\"classification\":\"Nodata\"", "not known: errors");
        var pair = KayentaWorld.part(world.kayenta.objects().find(ObjectType.PAIRS, id).orElseThrow()).elements().getFirst();
        assertThat(text(pair.at("values").at("experiment"))).startsWith("[\"NaN\",\"NaN\"");
    }

    @Test
    void compatibleModeIsAskedForAndSaid() {
        String compatible = CONFIG.replace("\"judgeConfigurations\": {}", "\"judgeConfigurations\": {\"mode\": \"compatible\"}");
        String id = world.kayenta.execute(BY, adHoc(compatible, request("quiet", -60, 0)));
        world.time.advance(1);
        JsonPart score = world.execution(id).at("result").at("judgeResult").at("score");
        assertThat(score.at("classificationReason").text("")).endsWith("; judged in compatible mode, as Kayenta does");
        assertThat(classification(world.execution(id))).isEqualTo("Fail");
    }

    @Test
    void saysWhenBothSidesAreTheSame() {
        String id = world.kayenta.execute(BY, adHoc(CONFIG.replace("version=\\\"${scope}\\\"", "version=\\\"v1\\\""), request("bad", -60, 0)));
        world.time.advance(1);
        assertThat(text(world.execution(id).at("result").at("judgeResult").at("score"))).contains("by the same query at the same time, of errors");
        String apart = world.execute("good", -60, 0);
        world.time.advance(1);
        assertThat(text(world.execution(apart))).doesNotContain("same query");
    }

    @Test
    void usesConfigurationsThatAreKept() {
        String config = world.kayenta.configurations().add(CONFIG);
        String id = world.kayenta.execute(BY, config, request("good", -60, 0)).orElseThrow();
        world.kayenta.configurations().delete(config);
        world.time.advance(1);
        assertThat(world.execution(id).at("canaryConfigId").text("")).isEqualTo(config);
        assertThat(score(world.execution(id))).as("by the configuration as it was").isEqualTo(100);
        assertThat(world.kayenta.execute(BY, config, request("good", -60, 0))).isEmpty();
    }

    @Test
    void goesOnAfterARestart() {
        String waiting = world.execute("bad", 0, 60);
        String begun = world.execute("good", -60, 0);
        world.restart();
        assertThat(world.execution(begun).at("status").text("")).isEqualTo("running");
        world.time.advance(1);
        assertThat(score(world.execution(begun))).isEqualTo(100);
        world.restart();
        world.time.advance(60 * MINUTE);
        assertThat(score(world.execution(waiting))).isZero();
        assertThat(world.asked).as("each side of each once").hasSize(4);
        world.restart();
        world.time.advance(MINUTE);
        assertThat(world.asked).as("what is done stays done").hasSize(4);
    }

    @Test
    void asksAgainForWhatIsAway() {
        world.failure = PlumblineException.resource("too many queries", null);
        String id = world.execute("good", -60, 0);
        world.time.advance(20_000);
        assertThat(world.execution(id).at("status").text("")).isEqualTo("running");
        world.failure = null;
        world.time.advance(60_000);
        assertThat(world.execution(id).at("status").text("")).isEqualTo("succeeded");
    }

    @Test
    void givesUpWhatStaysAway() {
        world.failure = PlumblineException.resource("too many queries", null);
        String id = world.execute("good", -60, 0);
        world.time.advance(15 * MINUTE);
        assertThat(text(world.execution(id))).contains("\"status\":\"terminal\"", "\"complete\":true", "\"errors\":[\"metric errors: too many queries\"]")
                .doesNotContain("\"result\":");
        assertThat(world.asked).hasSize(11);
    }

    @Test
    void whatCannotBeAnsweredIsTerminalAtOnce() {
        world.failure = PlumblineException.user("many-to-many matching");
        String id = world.execute("good", -60, 0);
        world.time.advance(1);
        assertThat(text(world.execution(id))).contains("\"status\":\"terminal\"", "metric errors: many-to-many matching");
    }

    @Test
    void nothingIsSeenBeforeItIsKept() {
        world.disk.full = true;
        assertThatThrownBy(() -> world.execute("good", -60, 0)).hasMessage("the disk is full");
        world.disk.full = false;
        String id = world.execute("good", -60, 0);
        world.disk.full = true;
        world.time.advance(30_000);
        assertThat(world.execution(id).at("status").text("")).isEqualTo("running");
        world.disk.full = false;
        world.time.advance(10_000);
        assertThat(score(world.execution(id))).isEqualTo(100);
        assertThat(world.asked).as("measured once").hasSize(2);
    }

    @Test
    void cancelsWhatRuns() {
        String id = world.execute("good", 0, 60);
        assertThat(world.kayenta.cancel(id)).isTrue();
        assertThat(text(world.execution(id))).contains("\"status\":\"canceled\"", "\"complete\":true", "it was canceled");
        world.time.advance(61 * MINUTE);
        assertThat(world.asked).isEmpty();
        String done = world.execute("good", -60, 0);
        world.time.advance(1);
        assertThat(world.kayenta.cancel(done)).as("there is nothing to cancel any more").isTrue();
        assertThat(score(world.execution(done))).isEqualTo(100);
        assertThat(world.kayenta.cancel("other")).isFalse();
    }

    @Test
    void runsSoManyAndNoMore() {
        for (int i = 0; i < JobRunner.MAX_RUNNING; i++) {
            world.execute("good", 0, 60);
        }
        assertThatThrownBy(() -> world.execute("good", 0, 60)).isInstanceOf(TooMany.class).hasMessageContaining("200 executions");
        assertThat(world.kayenta.running()).isEqualTo(200);
        world.time.advance(61 * MINUTE);
        assertThat(world.kayenta.running()).isZero();
        world.execute("good", -60, 0);
    }

    @Test
    void listsByApplicationAndStatus() {
        String first = world.execute("good", -60, 0);
        world.time.advance(1);
        String second = world.execute("bad", -60, 0);
        var all = world.kayenta.executions(new Kayenta.Listing("shop", Set.of(), 20, 1));
        assertThat(KayentaWorld.part(all).elements().stream().map(e -> e.at("pipelineId").text(""))).containsExactly(second, first);
        var succeeded = world.kayenta.executions(new Kayenta.Listing("shop", Set.of("Succeeded"), 20, 1));
        assertThat(KayentaWorld.part(succeeded).elements().stream().map(e -> e.at("pipelineId").text(""))).containsExactly(first);
        var page = world.kayenta.executions(new Kayenta.Listing("shop", Set.of(), 1, 2));
        assertThat(KayentaWorld.part(page).elements().stream().map(e -> e.at("pipelineId").text(""))).containsExactly(first);
        assertThat(text(KayentaWorld.part(world.kayenta.executions(new Kayenta.Listing("shop", Set.of(), 1, 9))))).isEqualTo("[]");
        assertThat(text(KayentaWorld.part(world.kayenta.executions(new Kayenta.Listing("other", Set.of(), 20, 1))))).isEqualTo("[]");
    }

    private void refused(String config, String request, String why) {
        assertThatThrownBy(() -> world.kayenta.execute(BY, adHoc(config, request))).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.USER)).hasMessageContaining(why);
    }

    @Test
    void refusesWhatCannotBeJudged() {
        String request = request("good", -60, 0);
        refused(CONFIG.replace("\"prometheus\"", "\"datadog\""), request, "type is datadog, which cannot be asked here");
        refused(CONFIG.replace("\"metricName\": \"errors\"", "\"metricName\": \"a b\""), request, "metric errors: avg(a b{version=\"v1\"}): ");
        refused(CONFIG.replace("\"scopeName\": \"default\"", "\"scopeName\": \"other\""), request, "need the scopes [other], the request has [default]");
        refused(CONFIG.replace("NetflixACAJudge-v1.0", "dredd-v1.0"), request, "there is no judge dredd-v1.0");
        refused(CONFIG, request.replace("\"marginal\": 75", "\"marginal\": null"), "thresholds.marginal is missing");
        refused(CONFIG, request.replace("\"marginal\": 75", "\"marginal\": 99"), "0 <= marginal <= pass <= 100");
        refused(CONFIG, request.replace("\"step\": 60", "\"step\": 0"), "no points of the window");
        refused(CONFIG, request.replace(KayentaWorld.at(-60), "yesterday"), "start is \"yesterday\", must be a time such as");
        refused(CONFIG, request("good", 0, 0), "must be after start");
        refused(CONFIG, request("good", 11_000, 11_001), "more than 7 days ahead");
        refused(CONFIG, "{\"thresholds\": {\"pass\": 95, \"marginal\": 75}}", "scopes has 0 scopes");
        assertThatThrownBy(() -> world.kayenta.execute(BY, "{\"executionRequest\": {}}")).hasMessage("the body.canaryConfig is missing");
        assertThatThrownBy(() -> world.kayenta.execute(BY, "{")).hasMessageContaining("the body: not valid JSON at line 1");
        assertThat(world.asked).isEmpty();
    }

    @Test
    void readsNumbersInQuotes() {
        String id = world.kayenta.execute(BY, adHoc(CONFIG, request("good", -60, 0).replace("\"pass\": 95", "\"pass\": \"95\"").replace("\"step\": 60", "\"step\": \"60\"")));
        world.time.advance(1);
        assertThat(score(world.execution(id))).isEqualTo(100);
    }

    @Test
    void answersNothingBeforeItIsStarted() {
        var unstarted = new Kayenta(world.time, new Random(1), new GovernedRangesTest.Nothing());
        assertThatThrownBy(() -> unstarted.execution("x")).isInstanceOfSatisfying(PlumblineException.class,
                e -> assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE)).hasMessage("the daemon is starting");
    }
}
