package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.daemon.verdicts.EngineSource;
import dev.plumbline.daemon.verdicts.EvidenceKey;
import dev.plumbline.daemon.verdicts.GateOptions;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same series and the same configuration through Kayenta's interface and through a policy. */
class KayentaPolicyHttpTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CONFIG = """
            {"name": "shop", "applications": ["shop"], "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {"mode": "%s"}},
             "metrics": [
              {"name": "errors", "groups": ["web"], "scopeName": "default", "analysisConfigurations": {"canary": {"direction": "increase", "nanStrategy": "replace"}},
               "query": {"type": "prometheus", "metricName": "errors", "customInlineTemplate": "version=\\"${scope}\\""}},
              {"name": "cpu", "groups": ["system"], "scopeName": "default", "analysisConfigurations": {"canary": {"outliers": {"strategy": "remove"}}},
               "query": {"type": "prometheus", "metricName": "cpu", "customInlineTemplate": "version=\\"${scope}\\",zone=~\\"${location}.*\\"", "groupByFields": ["mode"]}},
              {"name": "ratio", "groups": ["web"], "scopeName": "default", "analysisConfigurations": {"canary": {"effectSize": {"measure": "cles"}}},
               "query": {"type": "prometheus", "customInlineTemplate": "PromQL:sum(errors{version=\\"${scope}\\"}) / sum(cpu{version=\\"${scope}\\"} > 3)"}}],
             "templates": {}, "classifier": {"groupWeights": {"web": 65, "system": 35}}}""";
    private static final Instant END = Instant.parse("2026-01-15T10:00:00Z");
    private final VirtualTime time = new VirtualTime(END.toEpochMilli());
    private final InMemoryStorage samples = new InMemoryStorage();
    private final GateService gate = new GateService(new GateService.Surroundings(time, new Random(3),
            new EngineSource(new Engine(EngineOptions.defaults(), time), samples), Optional::empty), GateOptions.DEFAULTS);
    private final ServedStore served = ServedStore.of(gate, time);

    @BeforeEach
    void load() {
        gate.start(new InMemoryDocuments(), EvidenceKey.ephemeral(), List.of());
        for (InMemoryStorage storage : List.of(samples, served.storage)) {
            var random = new Random(5);
            try (var appender = storage.appender()) {
                for (int minute = -60; minute <= 0; minute++) {
                    long at = END.toEpochMilli() + minute * 60_000L;
                    for (var version : Map.of("v1", 10.0, "v2", 10.3).entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
                        if (minute < -50 || minute > -40) { // a gap longer than the lookback
                            appender.append(Labels.of("__name__", "errors", "version", version.getKey()), at, version.getValue() + random.nextGaussian());
                        }
                        appender.append(Labels.of("__name__", "cpu", "mode", "user", "zone", "eu1", "version", version.getKey()), at, random.nextDouble(2, 5));
                        appender.append(Labels.of("__name__", "cpu", "mode", "idle", "zone", "eu1", "version", version.getKey()), at,
                                version.getKey().equals("v1") ? random.nextDouble(9, 11) : random.nextDouble(15, 19));
                    }
                }
                appender.commit();
            }
        }
    }

    @AfterEach
    void stop() {
        served.close();
        gate.stop();
    }

    private JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> response = served.send(HttpRequest.newBuilder(served.uri(path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return MAPPER.readTree(response.body());
    }

    /** What Kayenta's interface answers: the judge's result. */
    private JsonNode kayenta(String config) throws Exception {
        String window = "\"step\": 60, \"start\": \"" + END.minusSeconds(3_600) + "\", \"end\": \"" + END + "\"";
        String id = post("/kayenta/canary", """
                {"canaryConfig": %s, "executionRequest": {"scopes": {"default": {"controlScope": {"scope": "v1", "location": "eu", %s},
                 "experimentScope": {"scope": "v2", "location": "eu", %s}}}, "thresholds": {"pass": 95, "marginal": 20}}}""".formatted(config, window, window))
                .path("canaryExecutionId").asText();
        for (int i = 0; i < 10_000; i++) {
            JsonNode status = MAPPER.readTree(served.get("/kayenta/canary/" + id).body());
            if (status.path("complete").asBoolean()) {
                return status.at("/result/judgeResult");
            }
            Thread.yield();
        }
        throw new AssertionError("the execution does not end");
    }

    private JsonNode policy(String config) throws Exception {
        var spec = MAPPER.createObjectNode().put("name", "web").put("canary", "{version=\"{{version}}\"}").put("baseline", "{version=\"{{stable}}\"}");
        spec.putArray("stages").addObject().put("weight", 50).put("at_most", "1h");
        spec.putObject("judge").put("method", "kayenta").put("config", config).put("warm_up", "0s").put("interval", "1m").put("marginal", "20");
        var order = MAPPER.createObjectNode().put("service", "shop").put("namespace", "eu").put("version", "v2").put("stable", "v1")
                .put("start", END.minusSeconds(3_600).toString()).put("end", END.toString());
        order.set("spec", spec);
        return post("/v1/analyses", order.toString());
    }

    @Test
    void giveTheSameScoreForTheSameReasons() throws Exception {
        for (String mode : List.of("strict", "compatible")) {
            String config = CONFIG.formatted(mode);
            JsonNode theirs = kayenta(config);
            JsonNode ours = policy(config);
            double score = theirs.at("/score/score").asDouble();
            assertThat(score).as("something passes and something does not").isBetween(1.0, 99.0);
            assertThat(ours.path("score").asInt()).isEqualTo((int) score);
            String reason = theirs.at("/score/classificationReason").asText().replace("; judged in compatible mode, as Kayenta does", "");
            assertThat(ours.path("reason").asText()).as("to the last digit of every figure").startsWith(reason + "; ").contains("cpu: the canary lies");
            assertThat(ours.path("verdict").asText()).isEqualTo("inconclusive");
            assertThat(theirs.at("/score/classification").asText()).isEqualTo("Marginal");
            assertThat(theirs.at("/results")).hasSize(4);
            assertThat(ours.path("metrics")).extracting(m -> m.path("metric").asText()).containsExactly("errors", "cpu", "ratio");
        }
    }
}
