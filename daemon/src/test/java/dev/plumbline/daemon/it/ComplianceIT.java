package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same remote write requests to the real Prometheus and to the daemon, then the queries of the public PromQL compliance
 * tester to both: as range queries, as the tester asks them, and as instant queries at the end of the range. The queries
 * are foreign material: a folder given by {@code plumbline.data} has them; without it there is nothing to run.
 */
class ComplianceIT {
    private static final int STEPS = 300;
    private static final int STEPS_PER_REQUEST = 10;

    @TempDir
    private Path folder;

    @Test
    void answersTheCompliancesTestersQueriesAsPrometheusDoes() throws Exception {
        String data = System.getProperty("plumbline.data", "");
        if (data.isEmpty()) {
            System.out.println("promql compliance: none given");
            return;
        }
        Path queries = Path.of(System.getProperty("plumbline.root")).resolve(data).resolve("promql/compliance-expanded.json");
        try (var programs = new Programs(folder)) {
            String prometheus = prometheus(programs);
            var daemon = Daemon.start(programs, "scrape_configs: []\n", "--web.enable-remote-write-receiver");
            var service = new DemoService((System.currentTimeMillis() / 1000 - 60) * 1000 - STEPS * DemoService.STEP_MILLIS, STEPS, 42);
            for (int from = 0; from < STEPS; from += STEPS_PER_REQUEST) {
                RemoteWriter request = request(service, from, from + STEPS_PER_REQUEST);
                assertThat(request.sendTo(prometheus)).startsWith("204");
                assertThat(request.sendTo(daemon.url())).startsWith("204");
            }
            compare(prometheus, daemon.url(), Json.parse(Files.readString(queries)), service.times()[STEPS - 1] / 1000);
        }
    }

    private static String prometheus(Programs programs) throws Exception {
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("prometheus.yml"), "scrape_configs: []\n");
        programs.start("prometheus.log", List.of(Peers.program("prometheus").toString(), "--config.file=prometheus.yml",
                "--web.enable-remote-write-receiver", "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("Prometheus is ready", () -> Json.status(url + "/-/ready") == 200);
        return url;
    }

    private static RemoteWriter request(DemoService service, int from, int to) {
        var request = new RemoteWriter();
        for (DemoService.Column column : service.columns()) {
            int[] present = IntStream.range(from, to).filter(i -> !isHole(column.values()[i])).toArray();
            if (present.length > 0) {
                request.series(column.labels(), Arrays.stream(present).mapToLong(i -> service.times()[i]).toArray(),
                        Arrays.stream(present).mapToDouble(i -> column.values()[i]).toArray());
            }
        }
        return request;
    }

    private static boolean isHole(double value) {
        return Double.isNaN(value) && !dev.plumbline.model.StaleMarker.is(value);
    }

    private static void compare(String prometheus, String ours, JsonNode queries, long endSeconds) throws Exception {
        var disagreements = new ArrayList<String>();
        int compared = 0;
        int answered = 0;
        for (JsonNode query : queries) {
            String encoded = Daemon.encode(query.path("query").asText());
            for (String request : List.of("/api/v1/query?query=" + encoded + "&time=" + endSeconds,
                    "/api/v1/query_range?query=" + encoded + "&start=" + (endSeconds - 600) + "&end=" + endSeconds + "&step=10")) {
                compared++;
                JsonNode theirs = Json.get(prometheus + request);
                answered += theirs.at("/data/result").isEmpty() ? 0 : 1;
                String difference = Agreement.difference(theirs, Json.get(ours + request));
                if (!difference.isEmpty()) {
                    disagreements.add(query.path("query").asText() + " " + request.substring(0, request.indexOf('?')) + ": " + difference);
                }
            }
        }
        System.out.println("promql compliance: " + (compared - disagreements.size()) + " passed, " + disagreements.size() + " failed");
        assertThat(disagreements).isEmpty();
        assertThat(answered).as("answers that say something").isGreaterThan(compared * 3 / 4);
        assertThat(compared).isEqualTo(2 * queries.size()).isPositive();
    }
}
