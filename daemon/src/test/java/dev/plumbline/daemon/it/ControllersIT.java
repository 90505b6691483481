package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests byte for byte as the controllers' Go clients send them, to the running daemon, also after kill -9. */
class ControllersIT {
    private static final String CONFIG = """
            global: {scrape_interval: 200ms, scrape_timeout: 200ms}
            scrape_configs:
            - {job_name: shop, static_configs: [{targets: ['%s']}]}
            canary_files: [canary.yml]
            auth: {tokens_file: tokens.yml}
            """;
    private static final String POLICIES = """
            policies:
            - name: web
              match: {namespace: shop}
              canary: '{service="{{service}}", version="{{version}}"}'
              stages: [{weight: 10, at_most: 10m}, {weight: 20, at_most: 10m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%}
              judge: {method: thresholds, min_requests: 100, warm_up: 1s, min_window: 2s, interval: 1s}
            """;
    private static final String TOKENS = """
            - {name: controllers, token: let-me-ask, scopes: [gate]}
            - {name: reader, token: let-me-read, scopes: [read]}
            """;

    @TempDir
    private Path folder;
    private Programs programs;
    private Exporter exporter;
    private Daemon daemon;

    @BeforeEach
    void start() throws Exception {
        programs = new Programs(folder);
        exporter = new Exporter(ControllersIT::page);
        Files.writeString(folder.resolve("canary.yml"), POLICIES);
        Files.writeString(folder.resolve("tokens.yml"), TOKENS);
        daemon = Daemon.start(programs, CONFIG.formatted(exporter.address()));
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
        exporter.close();
    }

    private static String page(long n) {
        return """
                http_requests_total{service="web",version="good",status_code="200"} %d
                http_requests_total{service="web",version="good",status_code="500"} 0
                http_requests_total{service="web",version="bad",status_code="200"} %d
                http_requests_total{service="web",version="bad",status_code="500"} %d
                """.formatted(n * 100, n * 80, n * 20);
    }

    /** Status line, headers and body of one exchange on a connection of its own. */
    private String exchange(String request) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), daemon.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String host() {
        return "127.0.0.1:" + daemon.port();
    }

    private String argo(String version, String stage) throws Exception {
        return exchange("GET /v1/gate/web?namespace=shop&version=" + version + "&revision=6d4cf56db6&stage=" + stage + " HTTP/1.1\r\nHost: "
                + host() + "\r\nUser-Agent: Go-http-client/1.1\r\nAuthorization: Bearer let-me-ask\r\nConnection: close\r\n\r\n");
    }

    private String flagger(String path, String metadata) throws Exception {
        String body = "{\"name\":\"web\",\"namespace\":\"shop\",\"phase\":\"Progressing\",\"checksum\":\"85d557f47b\",\"metadata\":{" + metadata + "}}";
        return exchange("POST " + path + "?token=let-me-ask HTTP/1.1\r\nHost: " + host() + "\r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: "
                + body.length() + "\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + body);
    }

    private static int status(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }

    private int gate(String version) {
        try {
            return status(flagger("/flagger/gate", "\"version\":\"" + version + "\""));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answersAsTheControllersReadThem() throws Exception {
        assertThat(argo("good", "10")).startsWith("HTTP/1.1 200").contains("\"verdict\":\"pending\"").containsIgnoringCase("cache-control: no-store");
        assertThat(flagger("/flagger/gate", "\"version\":\"good\"")).startsWith("HTTP/1.1 412").contains("pending at stage 10: ");
        assertThat(flagger("/flagger/rollback", "\"version\":\"bad\"")).startsWith("HTTP/1.1 412");
        assertThat(gate("bad")).isEqualTo(412);
        Programs.await("the good one may go on", () -> gate("good") == 200);
        Programs.await("the bad one may not", () -> gate("bad") == 409);
        verdicts();
        daemon.killAndRestart();
        Programs.await("the analyses are read again", () -> gate("bad") == 409);
        verdicts();
        weights();
        wrongQuestions();
    }

    private void verdicts() throws Exception {
        assertThat(flagger("/flagger/gate", "\"version\":\"bad\"")).contains("no-go at stage 10: error_rate");
        assertThat(status(flagger("/flagger/rollback", "\"version\":\"bad\""))).isEqualTo(200);
        assertThat(status(flagger("/flagger/rollback", "\"version\":\"good\""))).isEqualTo(412);
        assertThat(gate("good")).isEqualTo(200);
        assertThat(gate("bad")).isEqualTo(409);
    }

    private void weights() throws Exception {
        String event = "\"eventMessage\":\"Advance web.shop canary weight 20\",\"eventType\":\"Normal\",\"timestamp\":\"1795245828000\"";
        assertThat(status(flagger("/flagger/event", event))).isEqualTo(200);
        assertThat(flagger("/flagger/gate", "\"version\":\"good\"")).startsWith("HTTP/1.1 412").contains("at stage 20");
        daemon.killAndRestart();
        Programs.await("the weights are read again", this::isAtStage20);
    }

    private boolean isAtStage20() {
        try {
            return flagger("/flagger/gate", "\"version\":\"good\"").contains("at stage 20");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void wrongQuestions() throws Exception {
        assertThat(flagger("/flagger/gate", "\"version\":\"good\",\"stage\":\"77\"")).startsWith("HTTP/1.1 400").contains("it has 10, 20");
        assertThat(argo("good", "77")).startsWith("HTTP/1.1 404");
        String garbage = "POST /flagger/gate HTTP/1.1\r\nHost: x\r\n%sContent-Length: 1\r\nConnection: close\r\n\r\n{";
        assertThat(exchange(garbage.formatted("Authorization: Bearer let-me-ask\r\n"))).startsWith("HTTP/1.1 400");
        assertThat(exchange(garbage.formatted(""))).startsWith("HTTP/1.1 401");
        assertThat(exchange(garbage.formatted("Authorization: Bearer let-me-read\r\n"))).startsWith("HTTP/1.1 403");
    }
}
