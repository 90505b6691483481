package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that has the last hour, and a cluster that has everything, with the daemon's external label and beside another
 * daemon's series: together they answer as a Prometheus that has everything under the daemon's own labels.
 */
class UpstreamIT {
    private static final long INTERVAL = 15_000;
    private static final int SAMPLES = 4 * 240; // four hours
    private static final int RECENT = 240;
    private static final int PER_REQUEST = 60;
    private static final int SERIES = 6;
    private static final List<String> EVERYWHERE_EQUAL = List.of("temperature", "sum(temperature)", "avg by (job) (temperature)",
            "topk(2, temperature)", "temperature offset 1h", "max_over_time(temperature[30m])", "min_over_time(temperature[3h])",
            "sum by (cluster) (temperature)", "temperature > bool 10", "count by (i) ({__name__=~\"temperature|requests_total\"})",
            "absent(nothing{job=\"x\"})", "time()", "temperature - on(i) group_left temperature offset 10m",
            "label_replace(temperature, \"k\", \"v$1\", \"i\", \"(.*)\")");
    private static final List<String> OF_PROMETHEUS = List.of("rate(requests_total[5m])", "sum(rate(requests_total[5m])) by (job)",
            "increase(requests_total[3h])", "sum(temperature @ end())", "sum(temperature @ start())", "count_over_time(temperature[2h:1m])",
            "max_over_time(rate(requests_total[5m])[1h:5m])", "scalar(temperature{i=\"1\"})", "spread", "sum(rate(spread[10m]))",
            "histogram_quantile(0.9, sum(rate(spread[10m])))", "quantile_over_time(0.5, temperature[20m])", "-temperature ^ 2",
            "temperature and on(i) requests_total > 1e6", "sum without (i) (temperature)", "predict_linear(temperature[1h], 600)");

    @TempDir
    private Path folder;

    private final long last = System.currentTimeMillis() / INTERVAL * INTERVAL;

    private long time(int sample) {
        return last - (SAMPLES - 1 - sample) * INTERVAL;
    }

    /** Samples of a part of the time, with a label more. */
    private RemoteWriter request(int from, int to, String cluster, double factor) {
        var request = new RemoteWriter();
        long[] times = IntStream.range(from, to).mapToLong(this::time).toArray();
        for (int s = 0; s < SERIES; s++) {
            int series = s;
            Labels own = Labels.of("job", s % 2 == 0 ? "even" : "odd", "i", "" + s);
            request.series(labels(own, "temperature", cluster), times,
                    IntStream.range(from, to).mapToDouble(i -> factor * ((i * (series + 3)) % 41 + series / 4.0)).toArray());
            request.series(labels(own, "requests_total", cluster), times,
                    IntStream.range(from, to).mapToDouble(i -> factor * (i % 700) * (series + 1)).toArray());
        }
        return request.histograms(labels(Labels.of("job", "even"), "spread", cluster), times,
                IntStream.range(from, to).mapToObj(UpstreamIT::histogram).toArray(Histogram[]::new));
    }

    private static Labels labels(Labels own, String name, String cluster) {
        return own.with("__name__", name).with("cluster", cluster);
    }

    private static Histogram histogram(int i) {
        double[] counts = {i, 2.0 * i, 3};
        return new Histogram(2, 3.0 * i + 3 + i, 10.0 * i, 0.001, i, new Histogram.Buckets(new int[] {-1, 2}, new int[] {2, 1}, counts),
                Histogram.Buckets.NONE, new double[0], Histogram.CounterReset.UNKNOWN);
    }

    private void fill(String url, int from, String cluster, double factor) throws Exception {
        for (int i = from; i < SAMPLES; i += PER_REQUEST) {
            assertThat(request(i, i + PER_REQUEST, cluster, factor).sendTo(url)).as("to %s", url).startsWith("204");
        }
    }

    /** Both at once: a Prometheus takes nothing much older than its newest. */
    private void fillCluster(String url) throws Exception {
        for (int i = 0; i < SAMPLES; i += PER_REQUEST) {
            assertThat(request(i, i + PER_REQUEST, "here", 1).sendTo(url)).startsWith("204");
            assertThat(request(i, i + PER_REQUEST, "there", 7).sendTo(url)).startsWith("204");
        }
    }

    private static String prometheus(Programs programs, String name) throws Exception {
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("prometheus.yml"), "scrape_configs: []\n");
        programs.start(name + ".log", List.of(Peers.program("prometheus").toString(), "--config.file=prometheus.yml",
                "--web.enable-remote-write-receiver", "--enable-feature=native-histograms", "--web.listen-address=127.0.0.1:" + port,
                "--storage.tsdb.path=" + name));
        String url = "http://127.0.0.1:" + port;
        Programs.await("Prometheus is ready", () -> Json.status(url + "/-/ready") == 200);
        return url;
    }

    private static String victoria(Programs programs) throws Exception {
        int port = Programs.freePort();
        programs.start("victoria.log", List.of(Peers.program("victoria-metrics", "victoria-metrics-prod").toString(),
                "-httpListenAddr=127.0.0.1:" + port, "-storageDataPath=victoria", "-retentionPeriod=1d"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("VictoriaMetrics is ready", () -> Json.status(url + "/health") == 200);
        return url;
    }

    private static String config(String url, String more) {
        return """
                global: {external_labels: {cluster: here}}
                rule_files: [rules.yml]
                upstream: {url: '%s', local: 1h%s}
                """.formatted(url, more);
    }

    private Daemon daemon(Programs programs, String config) throws Exception {
        Files.writeString(programs.folder().resolve("rules.yml"), """
                groups:
                - name: long
                  interval: 1s
                  rules: [{record: "temperature:three_hours", expr: 'sum(count_over_time(temperature[3h]))'}]
                """);
        var daemon = Daemon.start(programs, config, "--web.enable-remote-write-receiver");
        fill(daemon.url(), SAMPLES - RECENT, "", 1);
        return daemon;
    }

    private List<String> requests(List<String> queries) {
        var requests = new ArrayList<String>();
        String start = seconds(time(100));
        String end = seconds(last);
        for (String query : queries) {
            String encoded = Daemon.encode(query);
            requests.add("/api/v1/query_range?query=" + encoded + "&start=" + start + "&end=" + end + "&step=60");
            requests.add("/api/v1/query_range?query=" + encoded + "&start=" + start + "&end=" + seconds(time(500)) + "&step=77");
            Stream.of(time(300), time(SAMPLES - RECENT + 2), last).forEach(at -> requests.add("/api/v1/query?query=" + encoded + "&time=" + seconds(at)));
        }
        return requests;
    }

    private static String seconds(long millis) {
        return Long.toString(millis / 1000);
    }

    private static List<String> disagreements(List<String> requests, String reference, String ours) throws Exception {
        var disagreements = new ArrayList<String>();
        for (String request : requests) {
            String difference = Agreement.difference(Json.get(reference + request), Json.get(ours + request));
            if (!difference.isEmpty()) {
                disagreements.add(request + ": " + difference);
            }
        }
        return disagreements;
    }

    private static double metric(Daemon daemon, String line) throws Exception {
        return daemon.get("/metrics").body().lines().filter(l -> l.startsWith(line + " ")).mapToDouble(l -> Double.parseDouble(l.substring(line.length()))).sum();
    }

    private static double asked(Daemon daemon) throws Exception {
        return metric(daemon, "plumbline_upstream_requests_total{outcome=\"success\"}");
    }

    @Test
    void withPrometheusAsTheClusterAllAnswersAreThoseOfOneThatHasEverything() throws Exception {
        try (var programs = new Programs(folder)) {
            String reference = prometheus(programs, "reference");
            String cluster = prometheus(programs, "cluster");
            fill(reference, 0, "", 1);
            fillCluster(cluster);
            var daemon = daemon(programs, config(cluster, ""));
            List<String> requests = requests(Stream.concat(EVERYWHERE_EQUAL.stream(), OF_PROMETHEUS.stream()).toList());
            requests.add("/api/v1/query?query=" + Daemon.encode("temperature{i=\"2\"}[10m]") + "&time=" + seconds(time(400)));
            requests.add("/api/v1/query?query=" + Daemon.encode("temperature[") + "&time=" + seconds(time(400)));
            assertThat(disagreements(requests, reference, daemon.url())).isEmpty();
            assertThat(asked(daemon)).isGreaterThan(requests.size() / 2.0);

            double before = asked(daemon);
            String recent = "/api/v1/query_range?query=temperature&start=" + seconds(time(SAMPLES - 150)) + "&end=" + seconds(last) + "&step=60";
            assertThat(Agreement.difference(Json.get(reference + recent), Json.get(daemon.url() + recent))).isEmpty();
            assertThat(asked(daemon) - before).as("recent steps are answered here; only the rule asks meanwhile").isLessThan(10);

            listsAgree(reference, daemon);
            clusterCanBeAskedAsAWhole(daemon);
            Programs.await("a rule sees three hours", () -> daemon.valueOrNaN("temperature:three_hours") > SERIES * 600);
        }
    }

    private void listsAgree(String reference, Daemon daemon) throws Exception {
        String range = "start=" + seconds(time(0)) + "&end=" + seconds(last);
        for (String list : List.of("/api/v1/labels?" + range, "/api/v1/label/i/values?" + range, "/api/v1/series?match[]=temperature&" + range,
                "/api/v1/label/__name__/values?match[]=" + Daemon.encode("{job=\"even\"}") + "&" + range)) {
            String request = list.replace("[]", "%5B%5D");
            JsonNode theirs = Json.get(reference + request);
            JsonNode ours = Json.get(daemon.url() + request);
            ours.path("data").forEach(name -> assertThat(name.asText()).isNotEqualTo("cluster"));
            assertThat(ours.toString().replace("\"temperature:three_hours\",", "")).isEqualTo(theirs.toString());
        }
    }

    private void clusterCanBeAskedAsAWhole(Daemon daemon) throws Exception {
        assertThat(daemon.query("count by (cluster) (temperature{cluster=~\".+\"})", seconds(last)))
                .contains("\"cluster\":\"here\"").contains("\"cluster\":\"there\"");
        assertThat(daemon.get("/api/v1/label/cluster/values").body()).contains("[\"here\",\"there\"]");
    }

    @Test
    void withVictoriaMetricsAsTheClusterToo() throws Exception {
        try (var programs = new Programs(folder)) {
            String reference = prometheus(programs, "reference");
            String cluster = victoria(programs);
            fill(reference, 0, "", 1);
            fillCluster(cluster);
            Programs.await("VictoriaMetrics shows what it took", () -> count(cluster) == 2 * SERIES);
            var daemon = daemon(programs, config(cluster, ""));
            assertThat(disagreements(requests(EVERYWHERE_EQUAL), reference, daemon.url())).isEmpty();
            assertThat(daemon.query("sum(temperature) by (", seconds(time(100)))).contains("bad_data");
        }
    }

    private int count(String cluster) {
        try {
            return Json.get(cluster + "/api/v1/query?nocache=1&query=count(temperature)&time=" + seconds(last)).at("/data/result/0/value/1").asInt();
        } catch (Exception e) {
            return 0;
        }
    }

    @Test
    void withoutAnAnswerFromTheClusterAQuestionFailsOrIsAnsweredFromHere() throws Exception {
        try (var programs = new Programs(folder)) {
            String nobody = "http://127.0.0.1:" + Programs.freePort();
            var daemon = daemon(programs, config(nobody, ""));
            String range = "/api/v1/query_range?query=temperature&start=" + seconds(time(100)) + "&end=" + seconds(last) + "&step=60";
            var failed = daemon.get(range);
            assertThat(failed.status()).isEqualTo(503);
            assertThat(failed.body()).contains("upstream: 127.0.0.1").contains("no connection").contains("\"errorType\":\"unavailable\"");
            assertThat(daemon.query("temperature", seconds(last))).contains("\"status\":\"success\"").contains("\"i\":\"5\"");
            assertThat(daemon.get("/api/v1/rules").body()).contains("upstream: ");

            Files.writeString(folder.resolve("plumbline.yml"), config(nobody, ", on_error: local"));
            assertThat(new ProcessBuilder("kill", "-HUP", "" + daemon.process().pid()).start().waitFor()).isZero();
            Programs.await("the new configuration is in force", () -> answersFromHere(daemon, range));
            assertThat(daemon.get("/api/v1/labels").body()).contains("\"i\"").contains("warnings");
            assertThat(metric(daemon, "plumbline_upstream_fallbacks_total")).isGreaterThan(1);
        }
    }

    private static boolean answersFromHere(Daemon daemon, String request) {
        try {
            JsonNode answer = Json.get(daemon.url() + request);
            return answer.at("/data/result").size() == SERIES && answer.at("/warnings/0").asText().contains("upstream.on_error: local");
        } catch (Exception e) {
            return false;
        }
    }

    /** Sent by remote write, then lost here: the answers stay what they were. */
    @Test
    void whatWasSentComesBackUnderItsOwnName() throws Exception {
        try (var programs = new Programs(folder);
                var exporter = new Exporter(n -> "ticks{i=\"0\"} " + n + "\nticks{i=\"1\"} " + 2 * n + "\n")) {
            String cluster = prometheus(programs, "cluster");
            var daemon = Daemon.start(programs, """
                    global: {scrape_interval: 500ms, scrape_timeout: 500ms, external_labels: {cluster: here, replica: a}}
                    scrape_configs: [{job_name: ticks, static_configs: [{targets: ['%s']}]}]
                    remote_write: [{url: '%s/api/v1/write', queue_config: {batch_send_deadline: 100ms}}]
                    upstream: {url: '%s'}
                    """.formatted(exporter.address(), cluster, cluster));
            Programs.await("some scrapes", () -> daemon.valueOrNaN("sum(count_over_time(ticks[10m]))") > 40);
            long end = System.currentTimeMillis() / 1000;
            Programs.await("they were sent", () -> newest(cluster) > end);
            String range = "/api/v1/query_range?query=ticks&start=" + (end - 60) + "&end=" + end + "&step=1";
            String before = daemon.get(range).body();
            assertThat(before).contains("\"i\":\"1\"").doesNotContain("replica");
            daemon.process().destroyForcibly().waitFor();
            delete(folder.resolve("data"));
            daemon.killAndRestart();
            Programs.await("scraped again", () -> daemon.valueOrNaN("count(up)") == 1);
            assertThat(Json.parse(daemon.get(range).body())).isEqualTo(Json.parse(before));
        }
    }

    private static double newest(String url) {
        try {
            return Json.get(url + "/api/v1/query?query=" + Daemon.encode("max(timestamp(ticks{cluster=\"here\",replica=\"a\"}))"))
                    .at("/data/result/0/value/1").asDouble();
        } catch (Exception e) {
            return 0;
        }
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
