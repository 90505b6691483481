package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is scraped arrives at real receivers, sample by sample, whoever of the two dies in between. */
class RemoteSendIT {
    private static final int SERIES = 40;
    private static final String ALL = "{job=~\"ticks|native\"}";

    @TempDir
    private Path folder;

    private static Exporter ticking() throws IOException {
        return new Exporter(n -> IntStream.range(0, SERIES).mapToObj(i -> "ticks{i=\"" + i + "\"} " + (n + i / 8.0) + "\n")
                .collect(Collectors.joining()) + (n % 3 == 0 ? "now_and_then 1\n" : ""));
    }

    private static String config(Exporter exporter, String... receivers) {
        return """
                global: {scrape_interval: 100ms, scrape_timeout: 100ms, external_labels: {cluster: here}}
                scrape_configs:
                - {job_name: ticks, static_configs: [{targets: ['%s']}]}
                remote_write:
                %s""".formatted(exporter.address(), String.join("", receivers));
    }

    private static String receiver(String url, String name, String message) {
        return """
                - url: %s
                  name: %s
                  protobuf_message: %s
                  send_exemplars: true
                  send_native_histograms: true
                  queue_config: {batch_send_deadline: 100ms, max_backoff: 200ms, max_samples_per_send: 500}
                  metadata_config: {send_interval: 500ms}
                  write_relabel_configs: [{target_label: by, replacement: %s}]
                """.formatted(url, name, message, name);
    }

    private static final String V1 = "prometheus.WriteRequest";
    private static final String V2 = "io.prometheus.write.v2.Request";

    /** A Prometheus that is sent to; may be killed and started again. */
    private static final class Receiver {
        private final Programs programs;
        private final int port = Programs.freePort();
        private Process process;

        Receiver(Programs programs) throws Exception {
            this.programs = programs;
            Files.writeString(programs.folder().resolve("prometheus.yml"), "global: {}\n");
            process = launch();
            awaitReady();
        }

        private Process launch() throws IOException {
            return programs.start("prometheus.log", List.of(Peers.program("prometheus").toString(), "--config.file=prometheus.yml",
                    "--web.enable-remote-write-receiver", "--enable-feature=native-histograms,exemplar-storage",
                    "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        }

        void kill() throws Exception {
            process.destroyForcibly().waitFor();
        }

        void restart() throws Exception {
            process = launch();
            awaitReady();
        }

        private void awaitReady() throws InterruptedException {
            Programs.await("Prometheus is ready", () -> Json.status(url() + "/-/ready") == 200);
        }

        String url() {
            return "http://127.0.0.1:" + port;
        }

        String writeUrl() {
            return url() + "/api/v1/write";
        }
    }

    @Test
    void everySampleArrivesThoughBothAreKilled() throws Exception {
        try (var programs = new Programs(folder); var exporter = ticking()) {
            var prometheus = new Receiver(programs);
            String victoria = startVictoria(programs);
            var daemon = Daemon.start(programs, config(exporter, receiver(prometheus.writeUrl(), "first", V1),
                    receiver(prometheus.writeUrl(), "second", V2), receiver(victoria + "/api/v1/write", "victoria", V2)));
            for (int kill = 0; kill < 3; kill++) {
                awaitMore(daemon, 15);
                daemon.killAndRestart();
            }
            awaitMore(daemon, 5);
            prometheus.kill();
            awaitMore(daemon, 10);
            daemon.killAndRestart();
            awaitMore(daemon, 10);
            prometheus.restart();
            awaitMore(daemon, 5);
            double end = System.currentTimeMillis() / 1000;
            Map<String, List<String>> ours = samples(daemon.url(), end, "");
            assertThat(ours.size()).isGreaterThan(SERIES);
            for (String name : List.of("first", "second")) {
                Programs.await("all came to " + name + ": " + programs.log("daemon.log"), () -> newest(prometheus.url(), name) > end + 1);
                assertThat(differences(ours, samples(prometheus.url(), end, name))).as(name).isEmpty();
            }
            Programs.await("all came to victoria", () -> newest(victoria, "victoria") > end + 1);
            Map<String, List<String>> atVictoria = samples(victoria, end, "victoria");
            assertThat(differences(ours, atVictoria)).isEmpty();
            assertThat(programs.log("daemon.log")).contains("does not know remote write 2.0");
            String metrics = daemon.get("/metrics").body();
            assertThat(metrics).contains("prometheus_remote_storage_samples_failed_total{remote_name=\"first\",url=\"" + prometheus.writeUrl() + "\"} 0.0")
                    .contains("prometheus_remote_storage_samples_failed_total{remote_name=\"victoria\",url=\"" + victoria + "/api/v1/write\"} 0.0");
            System.out.println("remote write after kills: of " + count(ours) + " samples " + (count(atVictoria) - count(ours))
                    + " are twice at a receiver that keeps both; " + metrics.lines().filter(l -> l.startsWith("prometheus_remote_storage_samples_")
                    || l.startsWith("prometheus_remote_storage_bytes")).collect(Collectors.joining("\n", "\n", "")));
        }
    }

    private static long count(Map<String, List<String>> samples) {
        return samples.values().stream().mapToLong(List::size).sum();
    }

    private static void awaitMore(Daemon daemon, int scrapes) throws Exception {
        long from = System.currentTimeMillis();
        Programs.await("more scrapes", () -> daemon.valueOrNaN("count_over_time(ticks{i=\"0\"}["
                + (System.currentTimeMillis() - from + 1) + "ms])") >= scrapes);
    }

    private static double newest(String url, String by) {
        try {
            return Json.get(url + "/api/v1/query?query=" + Daemon.encode("max(timestamp(ticks{by=\"" + by + "\"}))"))
                    .at("/data/result/0/value/1").asDouble();
        } catch (Exception e) {
            return 0;
        }
    }

    /** All samples of ten minutes before a time, by labels without those that sending adds. */
    private static Map<String, List<String>> samples(String url, double end, String by) throws Exception {
        String selector = by.isEmpty() ? ALL : ALL.replace("}", ",by=\"" + by + "\"}");
        JsonNode answer = Json.get(url + "/api/v1/query?query=" + Daemon.encode(selector + "[10m]") + "&time=" + end);
        var samples = new TreeMap<String, List<String>>();
        for (JsonNode element : answer.at("/data/result")) {
            var labels = new TreeMap<String, String>();
            element.path("metric").properties().forEach(p -> labels.put(p.getKey(), p.getValue().asText()));
            assertThat(labels.get("cluster")).isEqualTo(by.isEmpty() ? null : "here");
            labels.keySet().removeAll(List.of("by", "cluster"));
            var values = new ArrayList<String>();
            element.path("values").forEach(v -> {
                if (!v.path(1).asText().equals("NaN")) { // staleness markers, which one of them shows
                    values.add(v.toString());
                }
            });
            element.path("histograms").forEach(v -> values.add(v.toString()));
            samples.put(labels.toString(), values);
        }
        return samples;
    }

    private static List<String> differences(Map<String, List<String>> ours, Map<String, List<String>> theirs) {
        var differences = new ArrayList<String>();
        if (!ours.keySet().equals(theirs.keySet())) {
            var only = new TreeSet<>(ours.keySet());
            only.removeAll(theirs.keySet());
            differences.add(ours.size() + " series here, " + theirs.size() + " there; only here: " + only);
        }
        ours.forEach((labels, samples) -> {
            List<String> there = theirs.getOrDefault(labels, List.of());
            var missing = new ArrayList<>(samples);
            missing.removeAll(there);
            var more = new ArrayList<>(there);
            more.removeAll(samples);
            if (!missing.isEmpty() || !more.isEmpty()) {
                differences.add(labels + ": of " + samples.size() + " missing " + missing + ", too many " + more);
            }
        });
        return differences;
    }

    private static String startVictoria(Programs programs) throws Exception {
        int port = Programs.freePort();
        programs.start("victoria.log", List.of(Peers.program("victoria-metrics", "victoria-metrics-prod").toString(),
                "-httpListenAddr=127.0.0.1:" + port, "-storageDataPath=victoria-data", "-search.latencyOffset=0s", "-retentionPeriod=1d"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("VictoriaMetrics is ready", () -> Json.status(url + "/health") == 200);
        return url;
    }

    @Test
    void nativeHistogramsExemplarsAndMetadataArriveAndAReloadLosesNothing() throws Exception {
        try (var programs = new Programs(folder); var target = new NativeTarget()) {
            var prometheus = new Receiver(programs);
            String before = """
                    global: {scrape_interval: 100ms, scrape_timeout: 100ms, external_labels: {cluster: here}}
                    scrape_configs:
                    - {job_name: native, scrape_protocols: [PrometheusProto], scrape_native_histograms: true, static_configs: [{targets: ['%s']}]}
                    """.formatted(target.address());
            var daemon = Daemon.start(programs, before, "--web.enable-lifecycle");
            Programs.await("scraped", () -> daemon.valueOrNaN("up") == 1);
            String after = before + "remote_write:\n" + receiver(prometheus.writeUrl(), "first", V1)
                    + receiver(prometheus.writeUrl(), "second", V2);
            Files.writeString(folder.resolve("plumbline.yml"), after);
            assertThat(daemon.send("POST", "/-/reload").status()).isEqualTo(200);
            Programs.await("sending began", () -> newestOf(prometheus, "second") > 0 && newestOf(prometheus, "first") > 0);
            double begin = System.currentTimeMillis() / 1000 + 1;
            Programs.await("a second passes", () -> System.currentTimeMillis() / 1000.0 > begin + 1);
            Files.writeString(folder.resolve("plumbline.yml"), after.replace("max_samples_per_send: 500", "max_samples_per_send: 50"));
            assertThat(daemon.send("POST", "/-/reload").status()).isEqualTo(200);
            Programs.await("two seconds pass", () -> System.currentTimeMillis() / 1000.0 > begin + 3);
            double end = Math.floor(System.currentTimeMillis() / 1000.0);
            for (String name : List.of("first", "second")) {
                Programs.await("all came to " + name + ": " + programs.log("daemon.log"), () -> newestOf(prometheus, name) > end + 1);
                var ours = since(samples(daemon.url(), end, ""), begin);
                assertThat(ours.keySet().toString()).contains("job_seconds");
                assertThat(differences(ours, since(samples(prometheus.url(), end, name), begin))).as(name).isEmpty();
            }
            // the target keeps its exemplars for seven seconds: the first ones may have come before there was anybody to send them to
            String exemplars = prometheus.url() + "/api/v1/query_exemplars?query=job_seconds&start=" + (begin - 60) + "&end=" + (end + 60);
            Programs.await("an exemplar came", () -> says(exemplars, "abcdef"));
        }
    }

    private static Map<String, List<String>> since(Map<String, List<String>> samples, double begin) {
        var kept = new TreeMap<String, List<String>>();
        samples.forEach((labels, values) -> kept.put(labels,
                values.stream().filter(v -> Double.parseDouble(v.substring(1, v.indexOf(','))) >= begin).toList()));
        return kept;
    }

    private static boolean says(String url, String text) {
        try {
            return Json.get(url).toString().contains(text);
        } catch (Exception e) {
            return false;
        }
    }

    private static double newestOf(Receiver prometheus, String by) {
        try {
            return Json.get(prometheus.url() + "/api/v1/query?query=" + Daemon.encode("max(timestamp(up{by=\"" + by + "\"}))"))
                    .at("/data/result/0/value/1").asDouble();
        } catch (Exception e) {
            return 0;
        }
    }

    /** A native histogram that goes on with each scrape, with an exemplar. */
    private static final class NativeTarget implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final PrometheusRegistry registry = new PrometheusRegistry();
        private final Histogram seconds = Histogram.builder().name("job_seconds").help("How long jobs take.").nativeOnly().register(registry);
        private int scrapes;

        NativeTarget() throws IOException {
            server.createContext("/metrics", exchange -> {
                scrapes++;
                seconds.observeWithExemplar(0.1 * (scrapes % 30), io.prometheus.metrics.model.snapshots.Labels.of("trace_id", "abcdef" + scrapes));
                var writer = ExpositionFormats.init().findWriter(exchange.getRequestHeaders().getFirst("Accept"));
                exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
                exchange.sendResponseHeaders(200, 0);
                try (var body = exchange.getResponseBody()) {
                    writer.write(body, registry.scrape());
                }
            });
            server.start();
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
