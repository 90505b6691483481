package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes and sends what it has by both versions of remote write: our answers equal its own. */
class RemoteWriteIT {
    /** {@code $} stands for what says by which version a series came. */
    private static final List<String> QUERIES = List.of(
            "jobs_total{$}",
            "sum by (instance) (rate(jobs_total{$}[3s]))",
            "histogram_quantile(0.9, sum by (le) (rate(sizes_bytes_bucket{$}[3s])))",
            "avg_over_time(temperature{$}[2s])",
            "count_over_time(intermittent{$}[5s])",
            "sum by (job) (intermittent{$})",
            "scrape_samples_scraped{$}",
            "job_seconds{$}",
            "histogram_count(job_seconds{$})",
            "histogram_sum(job_seconds{$})",
            "histogram_quantile(0.9, job_seconds{$})",
            "rate(job_seconds{$}[3s])",
            "count_over_time(job_seconds{$}[3s])");

    @TempDir
    private Path folder;

    @Test
    void bothVersionsBringEverything() throws Exception {
        try (var programs = new Programs(folder); var jobs = new JobExporter()) {
            var daemon = Daemon.start(programs, "global: {scrape_interval: 1h}\n", "--web.enable-remote-write-receiver");
            String prometheus = startPrometheus(programs, jobs, daemon);
            Programs.await("Prometheus has scraped for a while", () -> jobs.scrapes() > 40);
            double now = System.currentTimeMillis() / 1000 + 1;
            var disagreements = new ArrayList<String>();
            for (String version : List.of("v1", "v2")) {
                Programs.await("all came by " + version + ":\n" + programs.log("prometheus.log"),
                        () -> daemon.valueOrNaN("max(timestamp(up{by=\"" + version + "\"}))") > now + 1);
                disagreements.addAll(disagreements(version, prometheus, daemon.url(), now));
            }
            assertThat(disagreements).isEmpty();
            assertThat(daemon.get("/api/v1/metadata?metric=job_seconds").body()).contains("How long jobs take.");
            assertThat(daemon.get("/metrics").body()).contains("plumbline_remote_write_failed_requests_total 0.0");
        }
    }

    private static List<String> disagreements(String version, String prometheus, String ours, double now) throws Exception {
        var disagreements = new ArrayList<String>();
        for (String query : QUERIES) {
            disagreements.add(compare(query, version, List.of(prometheus, ours, "/api/v1/query?", "&time=" + now)));
            disagreements.add(compare(query, version, List.of(prometheus, ours, "/api/v1/query_range?",
                    "&start=" + (now - 10) + "&end=" + now + "&step=0.5")));
        }
        disagreements.removeIf(String::isEmpty);
        return disagreements;
    }

    /** @param where their address, ours, the path, and what follows the query */
    private static String compare(String query, String version, List<String> where) throws Exception {
        String theirs = Daemon.encode(query.replace("{$}", "{job!=\"\"}"));
        String ours = Daemon.encode(query.replace("{$}", "{job!=\"\",by=\"" + version + "\"}"));
        String difference = Agreement.difference(Json.get(where.get(0) + where.get(2) + "query=" + theirs + where.get(3)),
                Json.get(where.get(1) + where.get(2) + "query=" + ours + where.get(3)), "by");
        return difference.isEmpty() ? "" : version + " " + query + where.get(3) + ": " + difference;
    }

    private static String startPrometheus(Programs programs, JobExporter jobs, Daemon daemon) throws Exception {
        Path program = Peers.program("prometheus");
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("prometheus.yml"), """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                scrape_configs:
                - job_name: jobs
                  scrape_protocols: [PrometheusProto]
                  static_configs: [{targets: ['%s']}]
                remote_write:
                %s%s""".formatted(jobs.address(), sender(daemon, "v1", "prometheus.WriteRequest"),
                sender(daemon, "v2", "io.prometheus.write.v2.Request")));
        programs.start("prometheus.log", List.of(program.toString(), "--config.file=prometheus.yml",
                "--enable-feature=native-histograms,exemplar-storage,metadata-wal-records",
                "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("Prometheus is ready", () -> Json.status(url + "/-/ready") == 200);
        return url;
    }

    private static String sender(Daemon daemon, String version, String message) {
        return """
                - url: %s/api/v1/write
                  name: %s
                  protobuf_message: %s
                  send_exemplars: true
                  send_native_histograms: true
                  queue_config: {batch_send_deadline: 200ms, max_shards: 2}
                  metadata_config: {send_interval: 500ms}
                  write_relabel_configs: [{target_label: by, replacement: %s}]
                """.formatted(daemon.url(), version, message, version);
    }

    @Test
    void promtoolPushes() throws Exception {
        Path promtool = Peers.program("promtool");
        try (var programs = new Programs(folder)) {
            var daemon = Daemon.start(programs, "global: {scrape_interval: 1h}\n", "--web.enable-remote-write-receiver");
            Files.writeString(folder.resolve("page.txt"), """
                    # HELP batch_rows Rows of the batch.
                    # TYPE batch_rows gauge
                    batch_rows{batch="night"} 42
                    # TYPE batch_seconds histogram
                    batch_seconds_bucket{le="1"} 2
                    batch_seconds_bucket{le="+Inf"} 3
                    batch_seconds_sum 4.5
                    batch_seconds_count 3
                    """);
            var pushed = programs.run(List.of(promtool.toString(), "push", "metrics", "--label=origin=hand",
                    daemon.url() + "/api/v1/write", "page.txt"));
            assertThat(pushed.exit()).as(pushed.output()).isZero();
            assertThat(daemon.value("batch_rows{batch=\"night\",origin=\"hand\"}")).isEqualTo(42);
            assertThat(daemon.value("batch_seconds_bucket{le=\"1\"}")).isEqualTo(2);
        }
    }

    @Test
    void isOffUnlessAskedFor() throws Exception {
        try (var programs = new Programs(folder)) {
            var daemon = Daemon.start(programs, "global: {scrape_interval: 1h}\n");
            var reply = daemon.send("POST", "/api/v1/write");
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.body()).contains("--web.enable-remote-write-receiver");
        }
    }

    /** A target whose metrics of all kinds go on with each scrape, in the protobuf format; one of them comes and goes. */
    private static final class JobExporter implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final PrometheusRegistry registry = new PrometheusRegistry();
        private final Histogram seconds = Histogram.builder().name("job_seconds").help("How long jobs take.").labelNames("kind")
                .nativeOnly().register(registry);
        private final Histogram sizes = Histogram.builder().name("sizes_bytes").help("Sizes.").classicOnly()
                .classicUpperBounds(10, 100, 1000).register(registry);
        private final Gauge temperature = Gauge.builder().name("temperature").help("Degrees.").register(registry);
        private final Gauge intermittent = Gauge.builder().name("intermittent").help("Now and then.").labelNames("kind").register(registry);
        private final Counter jobs = Counter.builder().name("jobs_total").help("Jobs.").register(registry);
        private final AtomicInteger scrapes = new AtomicInteger();

        JobExporter() throws IOException {
            server.setExecutor(threads);
            server.createContext("/metrics", exchange -> {
                var writer = ExpositionFormats.init().findWriter(exchange.getRequestHeaders().getFirst("Accept"));
                exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
                exchange.sendResponseHeaders(200, 0);
                try (var body = exchange.getResponseBody()) {
                    advance();
                    writer.write(body, registry.scrape());
                }
            });
            server.start();
        }

        private synchronized void advance() {
            int scrape = scrapes.incrementAndGet();
            jobs.inc();
            temperature.set(Math.sin(scrape * 0.7));
            sizes.observe(scrape * 37 % 1500);
            if (scrape / 5 % 2 == 0) {
                intermittent.labelValues("gap").set(scrape);
            } else {
                intermittent.remove("gap");
            }
            for (int i = 0; i < 5; i++) {
                seconds.labelValues(i % 2 == 0 ? "even" : "odd").observe(0.001 * scrape * (i + 1) - 0.1);
            }
        }

        int scrapes() {
            return scrapes.get();
        }

        String address() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
