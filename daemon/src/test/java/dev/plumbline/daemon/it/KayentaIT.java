package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Argo's kayenta provider, Spinnaker's canary stage, a Kayenta with a remote judge and standalone clients send, to the running daemon, over kill -9. */
class KayentaIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CONFIG = """
            global: {scrape_interval: 200ms, scrape_timeout: 200ms}
            scrape_configs:
            - {job_name: shop, static_configs: [{targets: ['%s']}]}
            auth: {tokens_file: tokens.yml}
            """;
    private static final String TOKENS = """
            - {name: controllers, token: let-me-ask, scopes: [read, gate]}
            - {name: author, token: let-me-write, scopes: [read, write]}
            """;
    private static final String CANARY = """
            {"name": "shop-canary", "description": "", "configVersion": "1", "applications": ["shop"],
             "judge": {"name": "NetflixACAJudge-v1.0", "judgeConfigurations": {}},
             "metrics": [{"name": "queue", "groups": ["web"], "scopeName": "default",
               "query": {"type": "prometheus", "serviceType": "prometheus", "customFilterTemplate": "of-version"},
               "analysisConfigurations": {"canary": {"direction": "increase", "nanStrategy": "remove"}}}],
             "templates": {"of-version": "PromQL:avg(shop_queue{version=\\"${scope}\\"})"},
             "classifier": {"groupWeights": {"web": 100}, "scoreThresholds": {"pass": 90, "marginal": 75}}}""";
    private static final int WINDOW_SECONDS = 15;

    @TempDir
    private Path folder;
    private Programs programs;
    private Exporter exporter;
    private Daemon daemon;

    @BeforeEach
    void start() throws Exception {
        programs = new Programs(folder);
        exporter = new Exporter(KayentaIT::page);
        Files.writeString(folder.resolve("tokens.yml"), TOKENS);
        daemon = Daemon.start(programs, CONFIG.formatted(exporter.address()));
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
        exporter.close();
    }

    /** The good one is as the stable one, the bad one has three times as much. */
    private static String page(long n) {
        double queue = 10 + n * 7919 % 100 / 100.0;
        return "shop_queue{version=\"v1\"} %s\nshop_queue{version=\"good\"} %s\nshop_queue{version=\"bad\"} %s\n".formatted(queue, queue, 3 * queue);
    }

    /** One exchange as Go's client makes it of an address with a user and a password. */
    private String argo(String method, String path, String body) throws Exception {
        String basic = Base64.getEncoder().encodeToString("argo:let-me-ask".getBytes(StandardCharsets.UTF_8));
        String content = body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port())) {
            socket.setSoTimeout(15_000);
            OutputStream out = socket.getOutputStream();
            out.write((method + " /kayenta" + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + daemon.port() + "\r\nUser-Agent: Go-http-client/1.1\r\n" + content
                    + "Authorization: Basic " + basic + "\r\nConnection: close\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
            out.flush();
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response).startsWith("HTTP/1.1 200 ").containsIgnoringCase("cache-control: no-store");
            return response.substring(response.indexOf("\r\n\r\n") + 4);
        }
    }

    private HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(daemon.url() + "/kayenta" + path)).header("Content-Type", "application/json; charset=UTF-8")
                .header("Authorization", "Bearer " + token).method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode ok(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, "let-me-ask", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.parse(response.body());
    }

    private static String scopes(String version, Instant end) {
        String window = "\"location\":\"eu\",\"step\":1,\"start\":\"" + end.minusSeconds(WINDOW_SECONDS) + "\",\"end\":\"" + end + "\"";
        return """
                {"scopes":{"default":{"controlScope":{"scope":"v1",%s},"experimentScope":{"scope":"%s",%s}}},"thresholds":{"pass":90,"marginal":75}}"""
                .formatted(window, version, window);
    }

    private static Instant now() {
        return Instant.ofEpochSecond(System.currentTimeMillis() / 1000);
    }

    private JsonNode complete(String path) throws Exception {
        Programs.await(path + " is complete", () -> {
            try {
                return Json.parse(send("GET", path, "let-me-ask", "").body()).path("complete").asBoolean();
            } catch (Exception e) {
                return false;
            }
        });
        return ok("GET", path, "");
    }

    private void awaitData() throws Exception {
        String query = "/api/v1/query?query=" + Daemon.encode("count_over_time(shop_queue{version=\"v1\"}[1m])");
        Programs.await("there are " + WINDOW_SECONDS + " s of data", () -> {
            try {
                String answer = daemon.get(query, "Authorization", "Bearer let-me-ask").body();
                return Json.parse(answer).at("/data/result/0/value/1").asInt() >= 5 * WINDOW_SECONDS;
            } catch (Exception e) {
                return false;
            }
        });
    }

    @Test
    void servesEveryClientOfKayenta() throws Exception {
        var written = send("POST", "/canaryConfig", "let-me-write", CANARY);
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        String config = Json.parse(written.body()).path("canaryConfigId").asText();
        access(config);
        awaitData();
        argoRollouts();
        spinnaker(config);
        remoteJudge();
        overAKill(config);
    }

    private void access(String config) throws Exception {
        assertThat(send("POST", "/canaryConfig", "let-me-ask", CANARY).statusCode()).isEqualTo(403);
        assertThat(send("POST", "/canary/" + config, "let-me-write", scopes("good", now())).statusCode()).isEqualTo(403);
        assertThat(send("GET", "/canaryConfig", "wrong", "").statusCode()).isEqualTo(401);
        assertThat(daemon.get("/kayenta/credentials").status()).isEqualTo(401);
        assertThat(daemon.get("/kayenta/health").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    /** The three calls of the kayenta provider, and what it makes of the score: cut to a whole number, then compared. */
    private String argoPhase(String version) throws Exception {
        String accounts = "application=shop&configurationAccountName=intake";
        String id = "";
        for (JsonNode entry : Json.parse(argo("GET", "/canaryConfig?" + accounts, ""))) {
            id = entry.path("name").asText().equals("shop-canary") ? entry.path("id").asText() : id;
        }
        String started = argo("POST", "/canary/" + id + "?application=shop&metricsAccountName=prom&configurationAccountName=intake&storageAccountName=gcs", scopes(version, now()));
        String execution = Json.parse(started).path("canaryExecutionId").asText();
        Programs.await("Argo's measurement of " + version, () -> {
            try {
                return Json.parse(argo("GET", "/canary/" + execution, "")).path("complete").asBoolean();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        int score = (int) Json.parse(argo("GET", "/canary/" + execution, "")).at("/result/judgeResult/score/score").asDouble(-1);
        return score < 0 ? "Error" : score >= 90 ? "Successful" : score >= 75 ? "Inconclusive" : "Failed";
    }

    private void argoRollouts() throws Exception {
        assertThat(argoPhase("good")).isEqualTo("Successful");
        assertThat(argoPhase("bad")).isEqualTo("Failed");
        assertThat(argoPhase("unknown")).as("no data pauses, it passes nothing").isEqualTo("Inconclusive");
    }

    private void spinnaker(String config) throws Exception {
        assertThat(ok("GET", "/credentials", "").get(0).path("name").asText()).isEqualTo("plumbline");
        String query = "?application=shop&parentPipelineExecutionId=01J&metricsAccountName=plumbline&configurationAccountName=plumbline&storageAccountName=plumbline";
        String id = ok("POST", "/canary/" + config + query, scopes("bad", now())).path("canaryExecutionId").asText();
        JsonNode done = complete("/canary/" + id + "?storageAccountName=plumbline");
        assertThat(done.path("status").asText()).isEqualTo("succeeded");
        assertThat(done.at("/result/judgeResult/score/classificationReason").asText()).contains("queue");
        assertThat(done.at("/result/judgeResult/results/0/controlMetadata/stats/count").asInt()).isGreaterThan(5);
        assertThat(done.at("/result/canaryDuration").asText()).isEqualTo("PT15S");
        String waiting = ok("POST", "/canary/" + config + query, scopes("good", now().plusSeconds(3_600))).path("canaryExecutionId").asText();
        assertThat(send("PUT", "/pipelines/" + waiting + "/cancel", "let-me-ask", "").statusCode()).isEqualTo(202);
        assertThat(ok("GET", "/canary/" + waiting, "").path("status").asText()).isEqualTo("canceled");
        assertThat(ok("GET", "/canary/executions?application=shop&statuses=CANCELED", "")).hasSize(1);
    }

    private void remoteJudge() throws Exception {
        String high = "{\"name\":\"queue\",\"id\":\"a\",\"tags\":{},\"scopes\":{},\"values\":{\"control\":[1,2,3,1,2,3,1,2,3,1,2,3],\"experiment\":[11,12,13,11,12,13,11,12,13,11,12,\"NaN\"]}}";
        String empty = "{\"name\":\"queue\",\"id\":\"b\",\"tags\":{\"zone\":\"x\"},\"scopes\":{},\"values\":{\"control\":[\"NaN\",\"NaN\"],\"experiment\":[\"NaN\",\"NaN\"]}}";
        String remote = CANARY.replace("NetflixACAJudge-v1.0", "RemoteJudge-v1.0");
        JsonNode judged = ok("POST", "/judge", "{\"canaryConfig\":" + remote + ",\"scoreThresholds\":{\"pass\":90.0,\"marginal\":75.0},\"metricSetPairList\":[" + high + "," + empty + "]}");
        assertThat(judged.at("/results/0/classification").asText()).isEqualTo("High");
        assertThat(judged.at("/results/1/classification").asText()).isEqualTo("Nodata");
        assertThat(judged.at("/results/0/resultMetadata/ratio").asDouble()).isGreaterThan(5);
        assertThat(judged.at("/score/classification").asText()).isEqualTo("Fail");
    }

    /** Its minute began 40 s ago: it is judged once, after the daemon came back. */
    private void overAKill(String config) throws Exception {
        String body = """
                {"scopes":[{"scopeName":"default","controlScope":"v1","experimentScope":"good","step":1,"startTimeIso":"%s"}],
                 "thresholds":{"pass":90,"marginal":75},"lifetimeDurationMins":1,"analysisIntervalMins":1}""".formatted(now().minusSeconds(40));
        String standalone = ok("POST", "/standalone_canary_analysis/" + config + "?application=shop&user=ann", body).path("canaryAnalysisExecutionId").asText();
        String execution = ok("POST", "/canary/" + config + "?application=shop", scopes("bad", now().plusSeconds(5))).path("canaryExecutionId").asText();
        assertThat(ok("GET", "/standalone_canary_analysis/" + standalone, "").path("status").asText()).isEqualTo("running");
        daemon.killAndRestart();
        assertThat(ok("GET", "/canary/" + execution, "").path("application").asText()).isEqualTo("shop");
        assertThat(complete("/canary/" + execution).at("/result/judgeResult/score/classification").asText()).isEqualTo("Fail");
        JsonNode done = complete("/standalone_canary_analysis/" + standalone);
        assertThat(done.at("/canaryAnalysisExecutionResult/didPassThresholds").asBoolean()).as(done.toString()).isTrue();
        assertThat(done.at("/canaryAnalysisExecutionResult/canaryScores")).hasSize(1);
        assertThat(complete("/canary/" + standalone + "-1").at("/result/judgeResult/score/score").asInt()).isEqualTo(100);
    }
}
