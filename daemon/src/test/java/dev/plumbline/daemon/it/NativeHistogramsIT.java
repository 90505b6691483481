package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with the Java client library answers in protobuf; the real Prometheus and the daemon make the same series of it. */
class NativeHistogramsIT {
    private static final List<String> QUERIES = List.of("took_seconds", "histogram_count(took_seconds)", "histogram_sum(took_seconds)",
            "histogram_avg(took_seconds)", "histogram_quantile(0.9, took_seconds)", "histogram_fraction(0, 0.3, took_seconds)",
            "histogram_stddev(took_seconds)", "histogram_quantile(0.5, sum(took_seconds{job=\"native\"}))", "took_seconds_bucket", "took_seconds_count",
            "took_seconds_sum", "hits_total", "size_bytes", "size_bytes_count", "count({job=\"native\",__name__!~\"scrape_.*|up\"})",
            "count({job=\"both\",__name__!~\"scrape_.*|up\"})", "scrape_samples_scraped{job=\"both\"}");

    @TempDir
    private Path folder;

    @Test
    void takesNativeHistogramsAsPrometheusDoes() throws Exception {
        var target = target();
        try (var programs = new Programs(folder)) {
            String config = config("127.0.0.1:" + target.getAddress().getPort());
            Files.writeString(folder.resolve("prometheus.yml"), config);
            int port = Programs.freePort();
            programs.start("prometheus.log", List.of(Peers.program("prometheus").toString(), "--config.file=prometheus.yml",
                    "--enable-feature=native-histograms", "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
            String prometheus = "http://127.0.0.1:" + port;
            var daemon = Daemon.start(programs, config);
            for (String url : List.of(prometheus, daemon.url())) {
                Programs.await("both jobs have histograms at " + url, () -> Json.status(url + "/-/ready") == 200
                        && result(url, "count(histogram_count(took_seconds)) == 4").size() == 1);
            }
            for (String query : QUERIES) {
                var theirs = values(prometheus, query);
                assertThat(values(daemon.url(), query)).as(query).hasSameSizeAs(theirs).containsAllEntriesOf(theirs);
            }
            assertThat(values(daemon.url(), "took_seconds_bucket")).isNotEmpty();
            assertThat(daemon.get("/api/v1/metadata?metric=took_seconds").body()).contains("\"type\":\"histogram\"", "How long");
        } finally {
            target.stop(0);
        }
    }

    private static HttpServer target() throws IOException {
        var registry = new PrometheusRegistry();
        var took = Histogram.builder().name("took_seconds").help("How long it took.").labelNames("code").nativeInitialSchema(1).register(registry);
        var hits = Counter.builder().name("hits").labelNames("code").register(registry);
        var size = Summary.builder().name("size_bytes").quantile(0.5).register(registry);
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            String code = i % 7 == 0 ? "500" : "200";
            took.labelValues(code).observe(Math.exp(random.nextGaussian()) / 4);
            hits.labelValues(code).inc();
            size.observe(i);
        }
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            var body = new ByteArrayOutputStream();
            new PrometheusProtobufWriter().write(body, registry.scrape());
            boolean asked = exchange.getRequestHeaders().getFirst("Accept").startsWith("application/vnd.google.protobuf");
            exchange.getResponseHeaders().set("Content-Type", PrometheusProtobufWriter.CONTENT_TYPE);
            exchange.sendResponseHeaders(asked ? 200 : 406, body.size());
            body.writeTo(exchange.getResponseBody());
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String config(String target) {
        return """
                global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                scrape_configs:
                - {job_name: native, scrape_protocols: [PrometheusProto], static_configs: [{targets: ['%s']}]}
                - {job_name: both, scrape_protocols: [PrometheusProto], always_scrape_classic_histograms: true, static_configs: [{targets: ['%s']}]}
                """.formatted(target, target);
    }

    private static JsonNode result(String url, String query) {
        try {
            return Json.get(url + "/api/v1/query?query=" + Daemon.encode(query)).at("/data/result");
        } catch (Exception e) {
            throw new IllegalStateException(url + " does not answer " + query, e);
        }
    }

    /** Values or histograms by label set, without times. */
    private static TreeMap<String, List<String>> values(String url, String query) {
        var values = new TreeMap<String, List<String>>();
        for (JsonNode element : result(url, query)) {
            var sample = new ArrayList<String>();
            for (String kind : List.of("value", "histogram")) {
                sample.add(element.path(kind).path(1).toString());
            }
            values.put(labels(element), sample);
        }
        return values;
    }

    private static String labels(JsonNode element) {
        var labels = new TreeMap<String, String>();
        element.path("metric").properties().forEach(p -> labels.put(p.getKey(), p.getValue().asText()));
        return labels.toString();
    }
}
