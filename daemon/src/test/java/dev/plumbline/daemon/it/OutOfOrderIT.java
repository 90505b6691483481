package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same requests with samples out of order to the real Prometheus and to the daemon, with the same window: the same answers. */
class OutOfOrderIT {
    private static final String CONFIG = """
            global: {scrape_interval: 1h}
            storage: {tsdb: {out_of_order_time_window: 30m}}
            """;
    private static final long STEP = 15_000;
    private static final int POINTS = 100;
    private static final int SERIES = 6;
    private static final List<String> QUERIES = List.of(
            "late_total",
            "rate(late_total[5m])",
            "increase(late_total{s=\"2\"}[10m])",
            "resets(late_total[20m])",
            "changes(late_total[20m])",
            "sum by (kind) (avg_over_time(late_total[3m]))",
            "count_over_time(late_total[30m])",
            "sum_over_time(late_total[30m])",
            "max_over_time(late_total[7m]) - min_over_time(late_total[7m])",
            "quantile_over_time(0.9, late_total[7m])",
            "late_seconds",
            "histogram_quantile(0.9, sum(rate(late_seconds[5m])))",
            "histogram_count(increase(late_seconds[10m]))",
            "count_over_time(late_seconds[30m])",
            "sum(count_over_time({s=~\".+\"}[1h]))");

    @TempDir
    private Path folder;
    private final long now = System.currentTimeMillis() / 60_000 * 60_000;
    private final Random random = new Random(11);

    /** A request and what it is about. */
    private record Exchange(String what, RemoteWriter request) {}

    @Test
    void lateSamplesAreTakenAndAnsweredAsPrometheusDoes() throws Exception {
        try (var programs = new Programs(folder)) {
            String prometheus = startPrometheus(programs);
            var daemon = Daemon.start(programs, CONFIG, "--web.enable-remote-write-receiver");
            var disagreements = new ArrayList<String>();
            for (Exchange exchange : exchanges()) {
                String theirs = exchange.request.sendTo(prometheus);
                String ours = exchange.request.sendTo(daemon.url());
                if (!theirs.substring(0, 3).equals(ours.substring(0, 3))) {
                    disagreements.add(exchange.what + ": theirs " + theirs + ", ours " + ours);
                }
            }
            assertThat(disagreements).isEmpty();
            compare(prometheus, daemon.url(), disagreements);
            assertThat(disagreements).isEmpty();
            assertThat(counters(daemon.url())).isEqualTo(counters(prometheus)).hasSize(3).noneMatch(line -> line.endsWith(" 0"));
            daemon.killAndRestart("--web.enable-remote-write-receiver");
            compare(prometheus, daemon.url(), disagreements);
            assertThat(disagreements).as("after a kill").isEmpty();
        }
    }

    private void compare(String prometheus, String ours, List<String> disagreements) throws Exception {
        for (String query : QUERIES) {
            String encoded = Daemon.encode(query);
            for (String request : List.of("/api/v1/query?query=" + encoded + "&time=" + now / 1000,
                    "/api/v1/query?query=" + encoded + "&time=" + (now / 1000 - 600),
                    "/api/v1/query_range?query=" + encoded + "&start=" + (now / 1000 - 2400) + "&end=" + now / 1000 + "&step=20")) {
                String difference = Agreement.difference(Json.get(prometheus + request), Json.get(ours + request));
                if (!difference.isEmpty()) {
                    disagreements.add(query + " " + request.substring(request.lastIndexOf("time") + 1) + ": " + difference);
                }
            }
        }
    }

    /** What both count of samples out of order, floats and histograms apart. */
    private static List<String> counters(String url) throws Exception {
        return Json.text(url + "/metrics").lines()
                .filter(line -> line.startsWith("prometheus_tsdb_head_out_of_order_samples_appended_total{")
                        || line.startsWith("prometheus_tsdb_too_old_samples_total{type=\"float\""))
                .map(line -> line.replaceFirst("\\.0$", "")).sorted().toList();
    }

    private List<Exchange> exchanges() {
        var all = new ArrayList<Exchange>();
        all.add(new Exchange("newest of all", writer(0, new int[] {POINTS - 1})));
        for (int s = 0; s < SERIES; s++) {
            int[] points = IntStream.range(0, POINTS).filter(p -> random.nextInt(3) > 0).toArray();
            all.add(new Exchange("in order " + s, writer(s + 1, points)));
        }
        for (int round = 0; round < 24; round++) {
            int s = 1 + random.nextInt(SERIES);
            int first = random.nextInt(POINTS - 10);
            all.add(new Exchange("late " + round, writer(s, IntStream.range(first, first + 1 + random.nextInt(9)).toArray())));
        }
        all.add(new Exchange("a late one that is there, with another value", value(1, POINTS - 50, 4711)));
        all.add(new Exchange("too old", value(1, POINTS - 1 - 30 * 4 - 1, 1)));
        all.add(new Exchange("just not too old", value(1, POINTS - 1 - 30 * 4, 1)));
        all.add(new Exchange("a new series, late", writer(SERIES + 1, new int[] {10, 5, 7})));
        for (int round = 0; round < 20; round++) {
            all.add(new Exchange("histogram " + round, histograms(round < 5 ? 10 * round : random.nextInt(POINTS))));
        }
        return all;
    }

    private static Labels series(int s) {
        return Labels.of("__name__", "late_total", "kind", s % 2 == 0 ? "even" : "odd", "s", "" + s);
    }

    private long time(int point) {
        return now - (POINTS - 1 - point) * STEP;
    }

    /** A counter that is reset now and then. */
    private static double value(int s, int point) {
        return point % (20 + s) * 10.5 + s;
    }

    private RemoteWriter writer(int s, int[] points) {
        var times = IntStream.of(points).mapToLong(this::time).toArray();
        return new RemoteWriter().series(series(s), times, IntStream.of(points).mapToDouble(p -> value(s, p)).toArray());
    }

    private RemoteWriter value(int s, int point, double value) {
        return new RemoteWriter().series(series(s), new long[] {time(point)}, new double[] {value});
    }

    private RemoteWriter histograms(int point) {
        double count = 1000 + point % 30 * 4; // so many that nobody extrapolates to zero, as versions do differently
        var histogram = new Histogram(1, count, count * 1.25, 0x1p-128, 0, new Buckets(new int[] {0}, new int[] {2}, new double[] {count / 2, count / 2}),
                Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        return new RemoteWriter().histograms(Labels.of("__name__", "late_seconds", "s", "h"), new long[] {time(point)}, new Histogram[] {histogram});
    }

    private static String startPrometheus(Programs programs) throws Exception {
        Path program = Peers.program("prometheus");
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("prometheus.yml"), CONFIG);
        programs.start("prometheus.log", List.of(program.toString(), "--config.file=prometheus.yml", "--web.enable-remote-write-receiver",
                "--enable-feature=native-histograms", "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("Prometheus is ready", () -> Json.status(url + "/-/ready") == 200);
        return url;
    }
}
