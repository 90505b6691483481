package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that talk to Prometheus talk to us: promtool itself, and the sequences of requests of the others. */
class ApiClientsIT {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CONFIG = """
            global: {scrape_interval: 500ms, scrape_timeout: 500ms, external_labels: {replica: r0}}
            scrape_configs:
            - {job_name: shop, basic_auth: {username: u, password: hunter2}, static_configs: [{targets: ['%s']}]}
            """;

    @TempDir
    private Path folder;

    private static String shop(long scrape) {
        return """
                # HELP http_requests_total Requests.
                # TYPE http_requests_total counter
                http_requests_total{code="200"} %d
                # TYPE lat histogram
                lat_bucket{le="0.1"} %d
                lat_bucket{le="+Inf"} %d
                lat_sum %d
                lat_count %d
                """.formatted(scrape * 100, scrape, scrape * 2, scrape, scrape * 2);
    }

    @Test
    void serves() throws Exception {
        Path promtool = Peers.program("promtool");
        try (var programs = new Programs(folder); var exporter = new Exporter(ApiClientsIT::shop)) {
            var daemon = Daemon.start(programs, CONFIG.formatted(exporter.address()), "--web.enable-lifecycle", "--web.enable-admin-api");
            // requests name their times in whole seconds, up to one ago
            Programs.await("scrapes older than a second", () -> daemon.valueOrNaN("sum_over_time(up[1m] offset 2s)") >= 2);
            promtool(programs, daemon, promtool);
            grafana(daemon);
            goClient(daemon);
            keda(daemon);
            hidesSecrets(daemon);
            deletes(daemon);
            quits(daemon);
        }
    }

    private static void promtool(Programs programs, Daemon daemon, Path promtool) throws Exception {
        String url = daemon.url();
        long now = System.currentTimeMillis() / 1000;
        assertThat(run(programs, promtool, "query", "instant", url, "up")).contains("up{", "=> 1 @[");
        assertThat(run(programs, promtool, "query", "instant", url, "1+1")).contains("scalar: 2");
        assertThat(run(programs, promtool, "query", "range", "--start=" + (now - 60), "--end=" + now, "--step=5s", url, "up")).contains("1 @[");
        assertThat(run(programs, promtool, "query", "series", "--match=up", url)).contains("__name__=\"up\"");
        assertThat(run(programs, promtool, "query", "labels", url, "job")).contains("shop");
        assertThat(run(programs, promtool, "query", "analyze", "--server=" + url, "--type=histogram", "--match=lat_bucket")).contains("lat");
        assertThat(run(programs, promtool, "check", "healthy", "--url=" + url)).contains("SUCCESS");
        assertThat(run(programs, promtool, "check", "ready", "--url=" + url)).contains("SUCCESS");
        var wrong = programs.run(List.of(promtool.toString(), "query", "instant", url, "up{"));
        assertThat(wrong.exit()).isNotZero();
        assertThat(wrong.output()).contains("bad_data").contains("parse error");
    }

    private static String run(Programs programs, Path program, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        var finished = programs.run(command);
        assertThat(finished.exit()).as(command + ": " + finished.output()).isZero();
        return finished.output();
    }

    /** The test of a data source, its build, the editor's completion, a panel, exemplars, rules. */
    private static void grafana(Daemon daemon) throws Exception {
        assertThat(post(daemon, "/api/v1/query", "query=1%2B1&time=4").body()).contains("\"result\":[4,\"2\"]");
        assertThat(daemon.get("/api/v1/status/buildinfo").body()).contains("\"version\":\"").doesNotContain("features");
        assertThat(daemon.get("/api/v1/rules").body()).contains("\"groups\":[]");
        long now = System.currentTimeMillis() / 1000;
        String times = "start=" + (now - 600) + ".123&end=" + now + ".456";
        assertThat(post(daemon, "/api/v1/labels", times + "&limit=40000").body()).contains("\"code\"");
        assertThat(daemon.get("/api/v1/label/__name__/values?" + times + "&limit=40000").body()).contains("http_requests_total");
        assertThat(daemon.get("/api/v1/label/U__code/values?match%5B%5D=http_requests_total&" + times).body()).contains("200");
        assertThat(post(daemon, "/api/v1/series", "match%5B%5D=http_requests_total&" + times + "&limit=40000").body()).contains("\"job\":\"shop\"");
        assertThat(daemon.get("/api/v1/metadata?limit=40000").body()).contains("\"http_requests_total\":[{\"type\":\"counter\"");
        var panel = post(daemon, "/api/v1/query_range", "query=sum(rate(http_requests_total%5B1m%5D))&" + times + "&step=15");
        assertThat(panel.body()).contains("\"resultType\":\"matrix\"").contains("\"values\":[[");
        assertThat(panel.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(post(daemon, "/api/v1/query_exemplars", "query=lat_bucket&" + times).body()).contains("\"status\":\"success\"");
        assertThat(post(daemon, "/api/v1/query", "query=up&stats=all").body()).contains("\"totalQueryableSamples\":");
        assertThat(daemon.get("/api/v1/format_query?query=sum(up)by(job)").body()).contains("sum by (job) (up)");
        assertThat(daemon.get("/api/v1/parse_query?query=up").body()).contains("\"type\":\"vectorSelector\"");
    }

    /** POST first; GET where that is not allowed. */
    private static void goClient(Daemon daemon) throws Exception {
        var refused = post(daemon, "/api/v1/label/job/values", "");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).hasValue("GET, OPTIONS");
        assertThat(daemon.get("/api/v1/label/job/values").body()).contains("[\"shop\"]");
        var failed = post(daemon, "/api/v1/query", "query=up%20%2B%20on()%20group_left%20up%5B");
        assertThat(failed.statusCode()).isEqualTo(400);
        assertThat(failed.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    private static void keda(Daemon daemon) throws Exception {
        var answer = daemon.get("/api/v1/query?query=sum(up)&time=2026-01-01T00:00:00Z&namespace=shop", "User-Agent", "KEDA");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"result\":[]");
    }

    private static void hidesSecrets(Daemon daemon) throws Exception {
        assertThat(daemon.get("/api/v1/status/config").body()).contains("job_name: shop").contains("<secret>").doesNotContain("hunter2");
        assertThat(daemon.get("/api/v1/status/flags").body()).contains("\"web.enable-lifecycle\":\"true\"");
        assertThat(daemon.get("/api/v1/status/runtimeinfo").body()).contains("\"reloadConfigSuccess\":true").contains("\"storageRetention\":\"5w\"");
        assertThat(daemon.get("/api/v1/scrape_pools").body()).contains("[\"shop\"]");
        assertThat(daemon.get("/federate?match%5B%5D=up").body()).startsWith("# TYPE up untyped\nup{").contains("replica=\"r0\"");
        assertThat(daemon.get("/v1/queries").body()).contains("\"queries\":[").contains("\"concurrency\":20");
    }

    private static void deletes(Daemon daemon) throws Exception {
        String now = Long.toString(System.currentTimeMillis() / 1000);
        assertThat(daemon.query("count_over_time(up[1h])", now)).contains("\"value\":[" + now);
        assertThat(daemon.send("POST", "/api/v1/admin/tsdb/delete_series?match%5B%5D=up&end=" + now).status()).isEqualTo(204);
        assertThat(daemon.query("count_over_time(up[1h])", now)).contains("\"result\":[]");
    }

    private static void quits(Daemon daemon) throws Exception {
        assertThat(daemon.send("POST", "/-/quit").status()).isEqualTo(200);
        assertThat(daemon.process().waitFor()).isZero();
    }

    private static HttpResponse<String> post(Daemon daemon, String path, String form) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(daemon.url() + path)).header("Content-Type", FORM)
                    .POST(HttpRequest.BodyPublishers.ofString(form)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
