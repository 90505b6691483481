package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.model.Labels;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kayenta's paths, statuses and shapes over HTTP. */
class KayentaHttpTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CONFIG = """
            {"name": "%s", "applications": ["shop"], "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
             "metrics": [{"name": "errors", "groups": ["web"], "scopeName": "default", "analysisConfigurations": {"canary": {"direction": "increase"}},
               "query": {"type": "prometheus", "serviceType": "prometheus", "metricName": "errors", "customInlineTemplate": "version=\\"${scope}\\""}}],
             "templates": {}, "classifier": {"groupWeights": {"web": 100}}}""";
    private final ServedStore served = ServedStore.start("--config", "none");
    private final Instant end = Instant.ofEpochSecond(System.currentTimeMillis() / 1000);

    @BeforeEach
    void load() {
        var random = new Random(5);
        try (var appender = served.storage.appender()) {
            for (int minute = -60; minute <= 0; minute++) {
                long at = end.toEpochMilli() + minute * 60_000L;
                appender.append(Labels.of("__name__", "errors", "version", "v1"), at, random.nextDouble(9, 11));
                appender.append(Labels.of("__name__", "errors", "version", "v2"), at, random.nextDouble(27, 33));
            }
            appender.commit();
        }
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var publisher = body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return served.send(HttpRequest.newBuilder(served.uri("/kayenta" + path)).header("Content-Type", "application/json").method(method, publisher));
    }

    private JsonNode ok(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        return MAPPER.readTree(response.body());
    }

    private void is(int status, String method, String path, String body, String message) throws Exception {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode()).as(method + " " + path + ": " + response.body()).isEqualTo(status);
        assertThat(MAPPER.readTree(response.body()).path("message").asText()).contains(message);
    }

    private String request() {
        String window = "\"step\": 60, \"start\": \"" + end.minusSeconds(3_600) + "\", \"end\": \"" + end + "\"";
        return """
                {"scopes": {"default": {"controlScope": {"scope": "v1", "location": "eu", %s}, "experimentScope": {"scope": "v2", "location": "eu", %s}}},
                 "thresholds": {"pass": 95, "marginal": 75}}""".formatted(window, window);
    }

    private JsonNode complete(String path) throws Exception {
        for (int i = 0; i < 600; i++) {
            JsonNode status = ok("GET", path, "");
            if (status.path("complete").asBoolean()) {
                return status;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(path + " does not end");
    }

    @Test
    void configurations() throws Exception {
        String id = ok("POST", "/canaryConfig?configurationAccountName=any", CONFIG.formatted("shop")).path("canaryConfigId").asText();
        assertThat(ok("GET", "/canaryConfig/" + id, "").path("metrics")).hasSize(1);
        JsonNode listed = ok("GET", "/canaryConfig?application=shop&configurationAccountName=my-store", "");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("updatedTimestamp").isIntegralNumber()).isTrue();
        assertThat(listed.get(0).path("name").asText()).isEqualTo("shop");
        assertThat(ok("GET", "/canaryConfig?application=other", "")).isEmpty();
        assertThat(ok("PUT", "/canaryConfig/" + id, CONFIG.formatted("renamed")).path("canaryConfigId").asText()).isEqualTo(id);
        assertThat(ok("GET", "/canaryConfig/" + id, "").path("name").asText()).isEqualTo("renamed");
        assertThat(send("DELETE", "/canaryConfig/" + id, "").statusCode()).isEqualTo(204);
        is(404, "GET", "/canaryConfig/" + id, "", "there is no canary configuration " + id);
        is(404, "DELETE", "/canaryConfig/" + id, "", "there is no");
        is(400, "PUT", "/canaryConfig/" + id, CONFIG.formatted("shop"), "POST makes one");
        is(400, "POST", "/canaryConfig", CONFIG.formatted("a b"), "name");
        is(400, "POST", "/canaryConfig", "", "the request has no body");
        is(400, "POST", "/canaryConfig", "{\"x\":\"" + "y".repeat(1 << 20) + "\"}", "at most 1048576 are read");
    }

    @Test
    void executions() throws Exception {
        String config = ok("POST", "/canaryConfig", CONFIG.formatted("shop")).path("canaryConfigId").asText();
        String id = ok("POST", "/canary/" + config + "?application=shop&metricsAccountName=m&storageAccountName=s&configurationAccountName=c&parentPipelineExecutionId=p",
                request()).path("canaryExecutionId").asText();
        JsonNode done = complete("/canary/" + id + "?storageAccountName=s");
        assertThat(done.at("/result/judgeResult/score/score").isNumber()).isTrue();
        assertThat(done.at("/result/judgeResult/score/classification").asText()).isEqualTo("Fail");
        assertThat(done.at("/result/judgeResult/results/0/controlMetadata/stats/count").asInt()).isEqualTo(61);
        assertThat(done.path("metricsAccountName").asText() + done.path("storageAccountName").asText() + done.path("configurationAccountName").asText()).isEqualTo("msc");
        assertThat(ok("GET", "/canary/executions?application=shop", "")).hasSize(1);
        assertThat(ok("GET", "/canary/executions", "")).isEmpty();
        assertThat(ok("GET", "/canary/executions?application=shop&statuses=RUNNING,CANCELED&limit=5&page=1", "")).isEmpty();
        assertThat(ok("GET", "/metricSetPairList/" + id, "").get(0).at("/values/control")).hasSize(61);
        assertThat(ok("GET", "/metricSetPairList/" + id + "/" + id + "-0", "").path("name").asText()).isEqualTo("errors");
        assertThat(ok("GET", "/canaryResultArchive/" + id, "").path("pipelineId").asText()).isEqualTo(id);
        assertThat(send("PUT", "/pipelines/" + id + "/cancel", "").statusCode()).isEqualTo(202);
        is(404, "PUT", "/pipelines/none/cancel", "", "there is no execution none");
        is(404, "GET", "/canary/none", "", "there is no canary execution none");
        is(404, "POST", "/canary/none", request(), "there is no canary configuration none");
        is(400, "GET", "/canary/executions?limit=0", "", "from 1 to 100");
        is(400, "POST", "/canary/" + config, "{}", "scopes has 0 scopes");
    }

    @Test
    void adHocAndStandalone() throws Exception {
        String id = ok("POST", "/canary", "{\"canaryConfig\": " + CONFIG.formatted("x") + ", \"executionRequest\": " + request() + "}").path("canaryExecutionId").asText();
        assertThat(complete("/canary/" + id).path("application").asText()).isEqualTo("ad-hoc");
        assertThat(ok("GET", "/canary/executions", "")).hasSize(1);
        String past = """
                {"scopes": [{"controlScope": "v1", "experimentScope": "v2", "startTimeIso": "%s", "endTimeIso": "%s"}],
                 "thresholds": {"pass": 95, "marginal": 75}, "analysisIntervalMins": 30}""".formatted(end.minusSeconds(3_600), end);
        String analysis = ok("POST", "/standalone_canary_analysis?user=ann", "{\"canaryConfig\": " + CONFIG.formatted("x") + ", \"executionRequest\": " + past + "}")
                .path("canaryAnalysisExecutionId").asText();
        JsonNode done = complete("/standalone_canary_analysis/" + analysis);
        assertThat(done.path("executionStatus").asText()).isEqualTo("TERMINAL");
        assertThat(done.at("/canaryAnalysisExecutionResult/canaryScores")).hasSize(1);
        assertThat(done.path("user").asText()).isEqualTo("ann");
        is(404, "GET", "/standalone_canary_analysis/none", "", "there is no standalone canary analysis none");
        is(404, "POST", "/standalone_canary_analysis/none", past, "there is no canary configuration none");
    }

    @Test
    void judgesAndObjects() throws Exception {
        assertThat(ok("GET", "/judges", "").toString()).contains("{\"name\":\"NetflixACAJudge-v1.0\",\"visible\":true}");
        String pairs = "[{\"name\": \"errors\", \"id\": \"p\", \"tags\": {}, \"values\": {\"control\": [1,2,3,\"NaN\"], \"experiment\": [\"NaN\"]}}]";
        JsonNode judged = ok("POST", "/judge", "{\"canaryConfig\": " + CONFIG.formatted("x") + ", \"scoreThresholds\": {\"pass\": 95, \"marginal\": 75}, \"metricSetPairList\": "
                + pairs + "}");
        assertThat(judged.at("/results/0/classification").asText()).isEqualTo("Nodata");
        String config = ok("POST", "/canaryConfig", CONFIG.formatted("x")).path("canaryConfigId").asText();
        String list = ok("POST", "/metricSetPairList", pairs).path("metricSetPairListId").asText();
        String question = "?canaryConfigId=" + config + "&metricSetPairListId=" + list + "&passThreshold=95&marginalThreshold=75";
        assertThat(ok("POST", "/judges/judge" + question, "")).isEqualTo(judged);
        String comparison = ok("POST", "/judges/comparison" + question, "").path("canaryExecutionId").asText();
        assertThat(ok("GET", "/judges/comparison/" + comparison, "").at("/comparisonResult/judge2Result")).isEqualTo(judged);
        is(400, "POST", "/judges/judge?canaryConfigId=" + config, "", "metricSetPairListId");
        is(404, "POST", "/judges/judge" + question.replace(config, "none"), "", "there is no");
        assertThat(ok("GET", "/metricSetPairList", "")).hasSize(1);
        assertThat(send("DELETE", "/metricSetPairList/" + list, "").statusCode()).isEqualTo(204);
        String sets = ok("POST", "/metricSetList", "[{\"name\": \"a\", \"values\": [1]}]").path("metricSetListId").asText();
        assertThat(ok("GET", "/metricSetList/" + sets, "")).hasSize(1);
        assertThat(ok("GET", "/metricSetList", "")).hasSize(1);
        assertThat(send("DELETE", "/metricSetList/" + sets, "").statusCode()).isEqualTo(204);
        is(404, "GET", "/metricSetList/" + sets, "", "there is no metricSetList");
        assertThat(ok("POST", "/canaryResultArchive?pipelineId=run-1", "{\"status\": \"succeeded\"}").path("pipelineId").asText()).isEqualTo("run-1");
        ok("PUT", "/canaryResultArchive/run-1", "{\"status\": \"terminal\"}");
        assertThat(ok("GET", "/canaryResultArchive/run-1", "").path("status").asText()).isEqualTo("terminal");
        assertThat(ok("GET", "/canaryResultArchive", "").get(0).path("id").asText()).isEqualTo("run-1");
        assertThat(send("DELETE", "/canaryResultArchive/run-1", "").statusCode()).isEqualTo(204);
    }

    @Test
    void whatClientsLookUp() throws Exception {
        assertThat(ok("GET", "/credentials", "").get(0).path("supportedTypes")).hasSize(3);
        assertThat(ok("GET", "/metricsServices", "").get(0).path("type").asText()).isEqualTo("prometheus");
        assertThat(ok("GET", "/metadata/metricsService?metricsAccountName=x&filter=ERR", "").toString()).isEqualTo("[{\"name\":\"errors\"}]");
        assertThat(ok("GET", "/health", "").path("status").asText()).isEqualTo("UP");
        assertThat(send("GET", "/nothing", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/credentials", "{}").statusCode()).isEqualTo(405);
    }
}
