package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.testkit.vectors.VectorFile;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole daemon scraping targets like those that Prometheus scraped, and the keys and types of its answers. */
class HttpApiShapesVectorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final String PLAIN = """
            # HELP http_requests_total Requests.
            # TYPE http_requests_total counter
            http_requests_total{code="200",job="exported"} 29
            """;
    private static final String OPEN_METRICS = """
            # HELP foo help text
            # TYPE foo counter
            foo_total{a="b"} 27 # {trace_id="abc"} 1.5 1520872607.123
            foo_created{a="b"} 1520872607.123
            # EOF
            """;

    @TempDir
    private Path folder;

    @Test
    void hasTheShapesOfPrometheus() {
        VectorFile.open("http-api-shapes").ifPresent(file -> {
            try (var targets = new Targets(); var clock = new SystemTime(); var client = HttpClient.newHttpClient();
                    var daemon = start(file.root(), targets, clock)) {
                for (String context : new String[] {"scrape_request_headers", "config", "rules", "federate"}) {
                    file.context(context);
                }
                file.section("answers", c -> check(c, daemon, client));
                federates(daemon, client, file.root().get("federate").textValue());
                file.finish();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private Daemon start(JsonNode root, Targets targets, SystemTime clock) throws IOException {
        String config = root.get("config").textValue().replace("127.0.0.1:18080", targets.address()).replace("127.0.0.1:18081", targets.nobody)
                .replace("scrape_interval: 1s, scrape_timeout: 900ms", "scrape_interval: 500ms, scrape_timeout: 450ms");
        Files.writeString(folder.resolve("prometheus.yml"), config);
        Files.writeString(folder.resolve("rules.yml"), root.get("rules").textValue().replace("- name: g\n", "- name: g\n  labels: {team: sre}\n"));
        var options = RunFlagsTest.byPicocli("--config", folder.resolve("prometheus.yml").toString(), "--port", "0",
                "--data", folder.resolve("data").toString(), "--enable-feature", "exemplar-storage");
        return Daemon.start(RunSettings.of(options), clock);
    }

    /** Until the targets were scraped and the rules evaluated, some answers are not there yet. */
    private static void check(JsonNode c, Daemon daemon, HttpClient client) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String path = c.get("request").textValue();
        while (true) {
            try {
                HttpResponse<String> answer = get(daemon, client, path);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                if (path.endsWith("/flags")) {
                    flags(JSON.readTree(answer.body()).get("data"));
                } else {
                    JsonShape.assertSame(c.get("json"), JSON.readTree(answer.body()));
                }
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Which flags there are is each program's own; those of queries and of the API have Prometheus's names. */
    private static void flags(JsonNode flags) {
        flags.forEach(value -> assertThat(value.isTextual()).isTrue());
        for (String name : new String[] {"config.file", "enable-feature", "query.lookback-delta", "query.max-concurrency", "query.max-samples",
            "query.timeout", "rules.alert.resend-delay", "storage.tsdb.path", "web.cors.origin", "web.enable-admin-api", "web.enable-lifecycle"}) {
            assertThat(flags.has(name)).as(name).isTrue();
        }
    }

    private static void federates(Daemon daemon, HttpClient client, String expected) throws IOException, InterruptedException {
        String actual = get(daemon, client, "/federate?match%5B%5D=up&match%5B%5D=foo_total").body();
        assertThat(actual.lines().map(HttpApiShapesVectorsTest::withoutSample).toList())
                .containsExactlyInAnyOrderElementsOf(expected.lines().map(HttpApiShapesVectorsTest::withoutSample).toList());
    }

    private static String withoutSample(String line) {
        return line.replaceAll("} .*", "}").replaceAll("127\\.0\\.0\\.1:\\d+", "TARGET");
    }

    private static HttpResponse<String> get(Daemon daemon, HttpClient client, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(daemon.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What is scraped, good and bad. */
    private static final class Targets implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        final String nobody;

        Targets() throws IOException {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                nobody = "127.0.0.1:" + socket.getLocalPort();
            }
            serve("/metrics", "text/plain; version=0.0.4", PLAIN);
            serve("/om", "application/openmetrics-text; version=1.0.0", OPEN_METRICS);
            serve("/bad", "text/plain; version=0.0.4", "x 1\n}{\n");
            serve("/ts", "text/plain; version=0.0.4", "with_ts 5 " + System.currentTimeMillis() + "\nno_ts 6\n");
            serve("/big", "text/plain; version=0.0.4", "m1 1\nm2 1\nm3 1\nm4 1\nm5 1\nm6 1\nm7 1\nm8 1\nm9 1\nm10 1\nm11 1\n");
            serve("/noct", "", "z 1\n");
            server.start();
        }

        private void serve(String path, String type, String text) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            server.createContext(path, exchange -> {
                if (!type.isEmpty()) {
                    exchange.getResponseHeaders().set("Content-Type", type);
                }
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
        }

        String address() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
