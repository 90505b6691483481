package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.model.Labels;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evaluations of Keptn's files over HTTP, by the real engine. */
class KeptnHttpTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SLO = """
            spec_version: "1.0"
            comparison:
              compare_with: single_result
              include_result_with_score: pass
            objectives:
            - sli: throughput
              pass:
              - criteria: [">=-10%"]
            - sli: failures
              displayName: Failed requests
              key_sli: true
              weight: 3
              pass:
              - criteria: ["<0.05"]
            total_score: {pass: "90%", warning: "75%"}
            """;
    private static final String SLI = """
            spec_version: "1.0"
            indicators:
              throughput: sum(rate(requests_total{service="$SERVICE", version="$LABEL.version"}[$DURATION_SECONDS]))
              failures: |
                sum(rate(requests_total{service="$SERVICE", version="$LABEL.version", code="500"}[$DURATION_SECONDS]))
                / sum(rate(requests_total{service="$SERVICE", version="$LABEL.version"}[$DURATION_SECONDS]))
              several: requests_total
            """;
    private final ServedStore served = ServedStore.start("--config", "none");
    private final Instant end = Instant.ofEpochSecond(System.currentTimeMillis() / 1000 - 60);

    @BeforeEach
    void load() {
        try (var appender = served.storage.appender()) {
            for (int minute = -20; minute <= 0; minute++) {
                long at = end.toEpochMilli() + minute * 60_000L;
                for (String version : new String[] {"1", "2", "3"}) {
                    double failing = version.equals("3") ? 0.2 : 0.01;
                    var labels = Labels.of("__name__", "requests_total", "service", "carts", "version", version);
                    appender.append(labels.with("code", "200"), at, (minute + 20) * 600 * (1 - failing));
                    appender.append(labels.with("code", "500"), at, (minute + 20) * 600 * failing);
                }
            }
            appender.commit();
        }
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private static ObjectNode request(String version) {
        return MAPPER.createObjectNode().put("project", "sockshop").put("stage", "hardening").put("service", "carts").put("slo", SLO).put("sli", SLI)
                .set("labels", MAPPER.createObjectNode().put("version", version));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return served.send(HttpRequest.newBuilder(served.uri("/keptn/evaluations")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode evaluated(String version) throws Exception {
        HttpResponse<String> answer = post(request(version).put("start", end.minusSeconds(600).toString()).put("end", end.toString()).toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        return MAPPER.readTree(answer.body());
    }

    private void is(int status, HttpResponse<String> response, String message) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(MAPPER.readTree(response.body()).path("code").asInt()).isEqualTo(status);
        assertThat(MAPPER.readTree(response.body()).path("message").asText()).contains(message);
    }

    @Test
    void aReleaseIsEvaluatedAndTheNextOneComparedWithIt() throws Exception {
        JsonNode first = evaluated("1");
        assertThat(first.path("result").asText() + first.path("verdict").asText()).isEqualTo("passgo");
        assertThat(first.at("/evaluation/score").asDouble()).isEqualTo(100);
        assertThat(first.at("/evaluation/timeStart").asText()).isEqualTo(end.minusSeconds(600).toString());
        assertThat(first.at("/evaluation/indicatorResults/0/value/value").asDouble()).isEqualTo(10);
        assertThat(first.at("/evaluation/indicatorResults/0/value/query").asText()).isEqualTo("sum(rate(requests_total{service=\"carts\", version=\"1\"}[600s]))");
        assertThat(first.at("/evaluation/indicatorResults/1/displayName").asText()).isEqualTo("Failed requests");
        assertThat(first.at("/evaluation/indicatorResults/1/keySli").asBoolean()).isTrue();
        assertThat(new String(Base64.getDecoder().decode(first.at("/evaluation/sloFileContent").asText()), StandardCharsets.UTF_8)).isEqualTo(SLO);
        JsonNode second = evaluated("2");
        assertThat(second.at("/evaluation/comparedEvents")).singleElement().isEqualTo(first.path("id"));
        assertThat(second.at("/evaluation/indicatorResults/0/value/comparedValue").asDouble()).isEqualTo(10);
        assertThat(second.at("/evaluation/indicatorResults/0/passTargets/0/targetValue").asDouble()).isEqualTo(9);
        JsonNode third = evaluated("3");
        assertThat(third.path("result").asText() + third.path("verdict").asText()).isEqualTo("failno-go");
        assertThat(third.path("message").asText()).contains("key objective not met: failures", "failures 0.2 does not meet <0.05");
        assertThat(MAPPER.readTree(served.get("/keptn/evaluations/" + third.path("id").asText()).body())).isEqualTo(third);
        JsonNode listed = MAPPER.readTree(served.get("/keptn/evaluations?project=sockshop&stage=hardening&service=carts&limit=2").body());
        assertThat(listed.path("evaluations")).hasSize(2);
        assertThat(listed.at("/evaluations/0/id")).isEqualTo(third.path("id"));
        assertThat(listed.at("/evaluations/0/score").asDouble()).isEqualTo(25);
        assertThat(MAPPER.readTree(served.get("/keptn/evaluations?stage=dev").body()).path("evaluations")).isEmpty();
    }

    @Test
    void whatGivesNotOneNumberIsNotMeasured() throws Exception {
        String several = request("1").put("timeframe", "10m").put("end", end.toString()).toString().replace("- sli: throughput", "- sli: several").replace(">=-10%", ">0");
        JsonNode answer = MAPPER.readTree(post(several).body());
        assertThat(answer.at("/evaluation/indicatorResults/0/value/message").asText()).contains("the query returned 6 series, must be one; aggregate them");
        assertThat(answer.at("/evaluation/indicatorResults/0/status").asText()).isEqualTo("fail");
        JsonNode none = evaluated("4");
        assertThat(none.path("result").asText()).isEqualTo("fail");
        assertThat(none.path("message").asText()).contains("throughput is not known (the query returned nothing)");
    }

    @Test
    void mistakesAreSaidWithTheirPlace() throws Exception {
        is(400, post(""), "the request has no body");
        is(400, post("x".repeat((128 << 10) + 1)), "at most 131072 are read");
        is(400, post(request("1").toString()), "the request needs start and end, or timeframe");
        is(400, post(request("1").put("timeframe", "10m").toString().replace("<0.05", "0.05")), "slo:14:16: criterion of pass is \"0.05\", must be");
        is(400, post(request("1").put("timeframe", "10m").toString().replace("/ sum(rate(", "/ sum(rate(]")), "sli: indicators.failures: ");
        is(400, post(request("1").put("timeframe", "10m").toString().replace("sum(rate(requests_total{service=", "(requests_total{service=").replace(" / (", " / (")),
                "sli: indicators.");
        is(404, served.get("/keptn/evaluations/none"), "there is no evaluation none");
        is(400, served.get("/keptn/evaluations?limit=101"), "from 1 to 100");
        is(400, served.get("/keptn/evaluations?servce=x"), "known are cursor, limit, project, service, stage");
        assertThat(served.send(HttpRequest.newBuilder(served.uri("/keptn/evaluations")).DELETE()).statusCode()).isEqualTo(405);
    }
}
