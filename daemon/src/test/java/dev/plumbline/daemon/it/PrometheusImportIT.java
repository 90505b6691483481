package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.prometheusdata.ImportOptions;
import dev.plumbline.prometheusdata.PrometheusDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data directory of a real Prometheus has, read by us, every sample that it answered before it was killed. */
class PrometheusImportIT {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long STEP = 15_000;
    private static final String SOURCE = "prometheus-data";
    private static final List<String> QUERIES = List.of("rate(sent_total[5m])", "increase(old_requests_total[1h])", "sent_total", "resets(calls_seconds[1h])",
            "histogram_count(sum_over_time(calls_seconds[1h]))", "histogram_avg(took_seconds)", "histogram_sum(share_bytes)");
    private final Random random = new Random(11);
    private final List<Map<String, Map<Long, String>>> ranges = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void readsAllThatARealPrometheusAnswered() throws Exception {
        long now = System.currentTimeMillis() / STEP * STEP;
        try (var programs = new Programs(folder)) {
            history(programs, now);
            Files.writeString(folder.resolve("prometheus.yml"), """
                    global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                    storage: {tsdb: {out_of_order_time_window: 6h}}
                    scrape_configs: [{job_name: self, scrape_protocols: [PrometheusProto, PrometheusText0.0.4], static_configs: [{targets: ['SELF']}]}]
                    """);
            for (int i = 0; i < 6; i++) { // each run begins a segment of the log
                write(programs, now - 5 * HOUR + i * HOUR / 2, now - 5 * HOUR + (i + 1) * HOUR / 2, false);
            }
            ImportedSamples answered = write(programs, now - 2 * HOUR, now - STEP, true);
            for (var options : List.of(ImportOptions.DEFAULTS, ImportOptions.DEFAULTS.withMaxRangeMillis(HOUR).withMaxLogSamples(5_000))) {
                var read = new ImportedSamples(answered(answered));
                var report = new PrometheusDirectory(folder.resolve(SOURCE), options).read(read, progress -> { });
                assertThat(report.skipped()).as(report.toString()).isEmpty();
                assertThat(report.histograms()).isGreaterThan(100);
                assertThat(report.left()).as("left out").containsKey("deleted samples");
                compare(read, answered);
            }
            assertThat(answered.size()).isGreaterThan(40_000);
            servesWhatWasImported(programs, answered);
        }
    }

    /** The command imports once; the daemon answers then what Prometheus answered. */
    private void servesWhatWasImported(Programs programs, ImportedSamples answered) throws Exception {
        var dry = programs.run(Daemon.command("import", "prometheus", SOURCE, "--dry-run", "--output", "json"));
        assertThat(dry.exit()).as(dry.output()).isZero();
        assertThat(Files.exists(folder.resolve("data"))).isFalse();
        var imported = programs.run(Daemon.command("import", "prometheus", SOURCE, "--data", "data"));
        assertThat(imported.exit()).as(imported.output()).isZero();
        assertThat(imported.output()).contains("imported ", "is there: Prometheus runs on this directory, or was killed").doesNotContain("refused", "damaged");
        var again = programs.run(Daemon.command("import", "prometheus", SOURCE, "--data", "data"));
        assertThat(again.exit()).as(again.output()).isEqualTo(3);
        assertThat(again.output()).contains("has samples already");
        var daemon = Daemon.start(programs, "{}");
        long until = answered(answered);
        compare(ImportedSamples.answered(all(daemon.url(), until), until), answered);
        for (int i = 0; i < QUERIES.size(); i++) {
            assertThat(range(daemon.url(), QUERIES.get(i), until)).as(QUERIES.get(i)).isEqualTo(ranges.get(i));
        }
        var used = programs.run(Daemon.command("import", "prometheus", SOURCE, "--data", "data"));
        assertThat(used.exit()).as(used.output()).isEqualTo(3);
        assertThat(used.output()).contains("Stop the other process");
    }

    private static JsonNode all(String url, long untilMillis) throws Exception {
        return Json.get(url + "/api/v1/query?time=" + untilMillis / 1000.0 + "&query=" + Daemon.encode("{__name__=~\".+\"}[20h]")).at("/data/result");
    }

    private static Map<String, Map<Long, String>> range(String url, String query, long untilMillis) throws Exception {
        long end = untilMillis / 1000 / 60 * 60;
        JsonNode matrix = Json.get(url + "/api/v1/query_range?start=" + (end - 12 * 3600) + "&end=" + end + "&step=300&query=" + Daemon.encode(query));
        assertThat(matrix.path("status").asText()).as(query).isEqualTo("success");
        return new TreeMap<>(ImportedSamples.answered(matrix.at("/data/result"), Long.MAX_VALUE).bySeries);
    }

    private long answered(ImportedSamples samples) {
        return samples.bySeries.values().stream().mapToLong(s -> s.lastKey()).max().orElseThrow();
    }

    private static void compare(ImportedSamples read, ImportedSamples answered) {
        assertThat(read.bySeries.keySet()).isEqualTo(answered.bySeries.keySet());
        answered.bySeries.forEach((series, samples) -> assertThat(read.bySeries.get(series)).as(series).isEqualTo(samples));
    }

    /** Blocks of long ago, as promtool makes them. */
    private void history(Programs programs, long now) throws Exception {
        var text = new StringBuilder();
        for (String name : List.of("old_temperature", "old_requests_total")) {
            text.append("# TYPE ").append(name.replace("_total", "")).append(name.endsWith("total") ? " counter\n" : " gauge\n");
            for (int i = 0; i < 10; i++) {
                double value = 0;
                for (long time = now - 12 * HOUR; time < now - 6 * HOUR; time += STEP) {
                    value += random.nextInt(20) == 0 ? random.nextDouble() : random.nextInt(3);
                    text.append(name).append("{place=\"å").append(i).append("\"} ").append(value).append(' ').append(time / 1000).append('\n');
                }
            }
        }
        Files.writeString(folder.resolve("history.txt"), text.append("# EOF\n"));
        var made = programs.run(List.of(Peers.program("promtool").toString(), "tsdb", "create-blocks-from", "openmetrics", "history.txt", SOURCE));
        assertThat(made.exit()).as(made.output()).isZero();
    }

    /** Runs Prometheus on the directory and sends it samples; the last time it is asked for all that it has, and killed. */
    private ImportedSamples write(Programs programs, long from, long to, boolean last) throws Exception {
        int port = Programs.freePort();
        String url = "http://127.0.0.1:" + port;
        Files.writeString(folder.resolve("run.yml"), Files.readString(folder.resolve("prometheus.yml")).replace("SELF", "127.0.0.1:" + port));
        Process prometheus = programs.start("prometheus.log", List.of(Peers.program("prometheus").toString(), "--config.file=run.yml",
                "--enable-feature=native-histograms,exemplar-storage,metadata-wal-records", "--web.enable-remote-write-receiver",
                "--web.enable-admin-api", "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=" + SOURCE));
        Programs.await("Prometheus at " + url, () -> Json.status(url + "/-/ready") == 200);
        send(url, from, to);
        var answered = new ImportedSamples(0);
        if (last) {
            late(url, to);
            Programs.await("a checkpoint", () -> checkpoints() > 0);
            post(url + "/api/v1/admin/tsdb/delete_series?match[]=gone_total&match[]=old_temperature{place=\"%C3%A53\"}&start="
                    + (to - 11 * HOUR) / 1000 + "&end=" + (to - HOUR / 2) / 1000);
            Programs.await("histograms of its own", () -> count(url, "histogram_count(prometheus_http_request_duration_seconds)") > 3);
            long until = System.currentTimeMillis() - 1000;
            answered = ImportedSamples.answered(all(url, until), until);
            for (String query : QUERIES) {
                ranges.add(range(url, query, answered(answered)));
            }
            prometheus.destroyForcibly();
        }
        prometheus.destroy();
        assertThat(prometheus.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return answered;
    }

    private static int count(String url, String query) {
        try {
            return Json.get(url + "/api/v1/query?query=" + Daemon.encode(query)).at("/data/result").size();
        } catch (Exception e) {
            throw new IllegalStateException(url + " does not answer " + query, e);
        }
    }

    private long checkpoints() {
        try (Stream<Path> paths = Files.list(folder.resolve(SOURCE).resolve("wal"))) {
            return paths.filter(p -> p.getFileName().toString().startsWith("checkpoint")).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private void send(String url, long from, long to) throws Exception {
        int count = (int) ((to - from) / STEP);
        long[] times = new long[count];
        double[][] values = new double[12][count];
        var exponential = new Histogram[count];
        var custom = new Histogram[count];
        var integers = new Histogram[count];
        var shares = new Histogram[count];
        for (int i = 0; i < count; i++) {
            times[i] = from + i * STEP + (i % 7 == 0 ? random.nextInt(50) : 0);
            for (int s = 0; s < values.length; s++) {
                values[s][i] = s == 0 && i % 50 == 49 ? StaleMarker.VALUE : s % 3 == 0 ? random.nextGaussian() : i * s;
            }
            exponential[i] = exponential(i, times[i], i % 60 + 0.25);
            integers[i] = exponential(i, times[i], i % 60 * 4);
            custom[i] = custom(i);
            shares[i] = custom(i / 4.0);
        }
        var request = new RemoteWriter();
        for (int s = 0; s < values.length; s++) {
            request.series(Labels.of("__name__", s == 5 ? "gone_total" : "sent_total", "s", "" + s), times, values[s]);
        }
        request.histograms(Labels.of("__name__", "took_seconds"), times, exponential).histograms(Labels.of("__name__", "calls_seconds"), times, integers)
                .histograms(Labels.of("__name__", "custom_bytes"), times, custom).histograms(Labels.of("__name__", "share_bytes"), times, shares);
        assertThat(request.sendTo(url)).startsWith("204");
    }

    /** Buckets come and go, counters start anew, a few say the end of the series. */
    private static Histogram exponential(int i, long time, double base) {
        if (i % 97 == 96) {
            return new Histogram(0, 0, StaleMarker.VALUE, 0, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        }
        var positive = i % 60 < 30 ? new Buckets(new int[] {-2, 1}, new int[] {2, 1}, new double[] {base, 2 * base, base / 4})
                : new Buckets(new int[] {-2}, new int[] {4}, new double[] {base, 2 * base, 3, base / 4});
        var negative = new Buckets(new int[] {0}, new int[] {1}, new double[] {base});
        double count = base;
        for (double c : positive.counts()) {
            count += c;
        }
        return new Histogram(i < 200 ? 3 : 1, count + 1, time % 1000 + base / 3, 0.001, 1, positive, negative, new double[0], CounterReset.UNKNOWN);
    }

    private static Histogram custom(double i) {
        return new Histogram(Histogram.CUSTOM_SCHEMA, 3.0 * i, i * 1.5, 0, 0, new Buckets(new int[] {0}, new int[] {3}, new double[] {i, i, i}),
                Buckets.NONE, new double[] {0.005, 1.0 / 3}, CounterReset.UNKNOWN);
    }

    /** Samples that come late: of the head's time and of the blocks'. */
    private void late(String url, long to) throws Exception {
        for (long time : List.of(to - HOUR / 3, to - 4 * HOUR)) {
            var request = new RemoteWriter();
            long[] times = new long[50];
            double[] values = new double[50];
            for (int i = 0; i < times.length; i++) {
                times[i] = time + i * 1000L + 333;
                values[i] = random.nextDouble();
            }
            request.series(Labels.of("__name__", "sent_total", "s", "2"), times, values).series(Labels.of("__name__", "sent_total", "s", "new"), times, values);
            assertThat(request.sendTo(url)).startsWith("204");
        }
    }

    private static void post(String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url.replace("[", "%5B").replace("]", "%5D").replace("{", "%7B").replace("}", "%7D")
                .replace("\"", "%22"))).POST(HttpRequest.BodyPublishers.noBody()).build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    }
}
