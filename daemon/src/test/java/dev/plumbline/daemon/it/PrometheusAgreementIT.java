package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same samples in the real Prometheus and in the daemon: the same answers to thirty queries, instant and range. */
class PrometheusAgreementIT {
    private static final List<String> QUERIES = List.of(
            "requests_total",
            "requests_total{code=~\"4..|5..\",service!=\"s0\"}",
            "temperature offset 2m",
            "rate(requests_total[5m])",
            "increase(requests_total{service=\"s2\"}[5m])",
            "irate(requests_total[1m])",
            "sum by (service) (rate(requests_total[2m]))",
            "sum without (code) (increase(requests_total[3m]))",
            "sum(rate(requests_total{code=\"500\"}[5m])) by (service) / sum(rate(requests_total[5m])) by (service)",
            "histogram_quantile(0.9, sum by (le, service) (rate(latency_seconds_bucket[5m])))",
            "histogram_quantile(0.5, latency_seconds_bucket)",
            "avg_over_time(temperature[5m])",
            "max_over_time(temperature[3m]) - min_over_time(temperature[3m])",
            "stddev_over_time(temperature[5m])",
            "quantile_over_time(0.3, temperature[5m])",
            "deriv(temperature[5m])",
            "predict_linear(temperature[5m], 60)",
            "resets(requests_total[15m])",
            "changes(intermittent[10m])",
            "count_over_time(intermittent[5m])",
            "topk(2, rate(requests_total[5m]))",
            "quantile(0.75, temperature)",
            "count_values(\"v\", limits)",
            "temperature > on (service) limits",
            "temperature * on (service) group_left () limits",
            "absent(nothing{service=\"x\"})",
            "label_replace(temperature, \"short\", \"$1\", \"service\", \"s(.)\")",
            "max_over_time(rate(requests_total{service=\"s1\"}[1m])[5m:30s])",
            "clamp(temperature, 20, 22.5) and on (service) limits",
            "sum(requests_total) or vector(1) unless nothing");

    @TempDir
    private Path folder;

    @Test
    void answersAsPrometheusDoes() throws Exception {
        long start = (System.currentTimeMillis() - 25 * 60_000) / 60_000 * 60_000;
        try (var programs = new Programs(folder); var exporter = new RowExporter(start)) {
            String prometheus = startPrometheus(programs, exporter);
            var daemon = Daemon.start(programs, config(exporter));
            for (int row = 0; row < RowExporter.ROWS; row++) {
                int current = row;
                exporter.show(row);
                Programs.await("both have taken row " + row, () -> hasTaken(prometheus, exporter, current) && hasTaken(daemon.url(), exporter, current));
            }
            var disagreements = new ArrayList<String>();
            int compared = 0;
            for (String query : QUERIES) {
                for (String request : requests(query, exporter)) {
                    compared++;
                    String difference = Agreement.difference(Json.get(prometheus + request), Json.get(daemon.url() + request), "instance");
                    if (!difference.isEmpty()) {
                        disagreements.add(query + " " + request.substring(0, request.indexOf('?')) + ": " + difference);
                    }
                }
            }
            assertThat(disagreements).isEmpty();
            assertThat(compared).isEqualTo(4 * QUERIES.size());
        }
    }

    private static String startPrometheus(Programs programs, RowExporter exporter) throws Exception {
        Path program = Peers.program("prometheus");
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("prometheus.yml"), config(exporter));
        programs.start("prometheus.log", List.of(program.toString(), "--config.file=prometheus.yml",
                "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("Prometheus is ready", () -> Json.status(url + "/-/ready") == 200);
        return url;
    }

    private static String config(RowExporter exporter) {
        return """
                global: {scrape_interval: 100ms, scrape_timeout: 100ms}
                scrape_configs:
                - job_name: rows
                  static_configs: [{targets: ['%s']}]
                """.formatted(exporter.address());
    }

    private static boolean hasTaken(String url, RowExporter exporter, int row) {
        long seconds = exporter.timeMillis(row) / 1000;
        String query = "count(last_over_time({job=\"rows\",__name__!~\"up|scrape_.*\"}[1s]))";
        try {
            var answer = Json.get(url + "/api/v1/query?query=" + Daemon.encode(query) + "&time=" + seconds);
            return answer.at("/data/result/0/value/1").asText().equals(Integer.toString(RowExporter.seriesOf(row)));
        } catch (Exception e) {
            throw new IllegalStateException("no answer from " + url, e);
        }
    }

    private static List<String> requests(String query, RowExporter exporter) {
        String encoded = Daemon.encode(query);
        var requests = new ArrayList<String>();
        for (int row : new int[] {20, 35, RowExporter.ROWS - 1}) {
            requests.add("/api/v1/query?query=" + encoded + "&time=" + exporter.timeMillis(row) / 1000);
        }
        requests.add("/api/v1/query_range?query=" + encoded + "&start=" + exporter.timeMillis(5) / 1000 + "&end="
                + exporter.timeMillis(RowExporter.ROWS - 1) / 1000 + "&step=20");
        return requests;
    }
}
