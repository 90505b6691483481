package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.wire.ProtoReader;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus reads our series by remote read: its answers from them equal ours. */
class RemoteReadIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long STEP = 15_000;
    private static final int ROWS = 300;
    private static final List<String> QUERIES = List.of(
            "requests_total",
            "requests_total{code=\"500\",site=\"here\"}",
            "sum by (code) (rate(requests_total[5m]))",
            "count_over_time(ends[10m])",
            "ends",
            "job_seconds",
            "histogram_quantile(0.9, rate(job_seconds[5m]))",
            "histogram_count(increase(job_seconds[10m]))",
            "resets(job_seconds[30m])");

    @TempDir
    private Path folder;

    @Test
    void prometheusReadsWhatWeKeep() throws Exception {
        long end = System.currentTimeMillis() / STEP * STEP;
        try (var programs = new Programs(folder)) {
            var daemon = Daemon.start(programs, "global: {scrape_interval: 1h, external_labels: {site: here}}\n",
                    "--web.enable-remote-write-receiver");
            assertThat(post(daemon.url() + "/api/v1/write", fill(end)).statusCode()).isEqualTo(204);
            String prometheus = startPrometheus(programs, daemon);
            var disagreements = new ArrayList<String>();
            for (String query : QUERIES) {
                for (String times : List.of("/api/v1/query?time=" + end / 1000,
                        "/api/v1/query_range?step=60&end=" + end / 1000 + "&start=" + (end / 1000 - 3000))) {
                    String request = times + "&query=" + Daemon.encode(query);
                    String ours = times + "&query=" + Daemon.encode(query.replace(",site=\"here\"", ""));
                    String difference = Agreement.difference(Json.get(prometheus + request), Json.get(daemon.url() + ours), "site");
                    if (!difference.isEmpty()) {
                        disagreements.add(query + " " + times + ": " + difference);
                    }
                }
            }
            assertThat(disagreements).isEmpty();
            assertThat(samplesOf(daemon, end)).isEqualTo(ROWS);
        }
    }

    /** The other form of answer: how many samples of one series it holds. */
    private static int samplesOf(Daemon daemon, long end) throws Exception {
        var request = new ProtoWriter();
        int query = request.begin(1);
        request.int64(1, end - ROWS * STEP).int64(2, end);
        int matcher = request.begin(3);
        request.int64(1, 0).string(2, "__name__").string(3, "requests_total").end(matcher);
        matcher = request.begin(3);
        request.int64(1, 2).string(2, "code").string(3, "5..").end(matcher);
        request.end(query);
        var answer = post(daemon.url() + "/api/v1/read", request);
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("snappy");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
        var message = new byte[(int) Snappy.uncompressedLength(answer.body(), 0, answer.body().length)];
        Snappy.decode(answer.body(), 0, answer.body().length, message);
        var in = new ProtoReader().on(message, 0, message.length);
        int samples = 0;
        assertThat(in.next()).isTrue();
        in.enter();
        assertThat(in.next()).isTrue();
        in.enter();
        while (in.next()) {
            samples += in.field() == 2 ? 1 : 0;
        }
        return samples;
    }

    private static HttpResponse<byte[]> post(String url, ProtoWriter message) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy").POST(HttpRequest.BodyPublishers.ofByteArray(
                        Snappy.encode(message.array(), 0, message.length()))).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static ProtoWriter fill(long end) {
        var out = new ProtoWriter();
        for (String code : List.of("200", "404", "500")) {
            int series = out.begin(1);
            label(out, "__name__", "requests_total");
            label(out, "code", code);
            for (int row = 1; row <= ROWS; row++) {
                sample(out, end - (ROWS - row) * STEP + (row % 7 == 0 ? 3 : 0), row * 1.5 % 200 + code.hashCode() % 10);
            }
            out.end(series);
        }
        int series = out.begin(1);
        label(out, "__name__", "ends");
        for (int row = 1; row < ROWS / 2; row++) {
            sample(out, end - (ROWS - row) * STEP, Double.longBitsToDouble(row % 40 == 0 ? 0x7ff0000000000002L : 0x3ff0000000000000L));
        }
        out.end(series);
        for (String kind : List.of("a", "b")) {
            series = out.begin(1);
            label(out, "__name__", "job_seconds");
            label(out, "kind", kind);
            for (int row = 1; row <= ROWS; row++) {
                histogram(out, end - (ROWS - row) * STEP, row % 110, kind.equals("a") ? 2 : 2 + row / 150);
            }
            out.end(series);
        }
        return out;
    }

    private static void label(ProtoWriter out, String name, String value) {
        int mark = out.begin(1);
        out.string(1, name).string(2, value).end(mark);
    }

    private static void sample(ProtoWriter out, long time, double value) {
        int mark = out.begin(2);
        out.float64(1, value).int64(2, time).end(mark);
    }

    /** Two, later three buckets; all fall back to nothing now and then. */
    private static void histogram(ProtoWriter out, long time, int count, int buckets) {
        int mark = out.begin(4);
        out.int64(1, (long) count * buckets).float64(3, count * 0.7).sint64(4, 1).float64(5, 0.001);
        int span = out.begin(11);
        out.sint64(1, -1).int64(2, buckets).end(span);
        int deltas = out.begin(12);
        out.signed(count);
        for (int i = 1; i < buckets; i++) {
            out.signed(0);
        }
        out.end(deltas).int64(15, time).end(mark);
    }

    private static String startPrometheus(Programs programs, Daemon daemon) throws Exception {
        Path program = Peers.program("prometheus");
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("prometheus.yml"), """
                remote_read:
                - url: %s/api/v1/read
                  read_recent: true
                """.formatted(daemon.url()));
        programs.start("prometheus.log", List.of(program.toString(), "--config.file=prometheus.yml",
                "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("Prometheus is ready", () -> Json.status(url + "/-/ready") == 200);
        return url;
    }
}
