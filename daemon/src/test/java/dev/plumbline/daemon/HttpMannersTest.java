package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.testkit.script.SeriesDescription;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is true of all answers: methods, other origins, compression, forms, and what stands beside the API. */
class HttpMannersTest {
    private final ServedStore served = ServedStore.start("--config", "none", "--web.cors.origin", "https?://(a|b)\\.example",
            "--web.enable-admin-api");

    @BeforeEach
    void load() {
        long now = System.currentTimeMillis();
        try (var appender = served.storage.appender()) {
            for (int i = 0; i < 100; i++) {
                appender.append(Labels.of("__name__", "up", "instance", "host-" + i), now, i);
            }
            appender.append(Labels.of("__name__", "dotted.name", "label.dot", "v\"\n"), now, 1);
            appender.append(Labels.of("__name__", "Zulu", "A", "1"), now, 2);
            appender.append(Labels.of("__name__", "Zulu", "z", "1"), now, 3);
            appender.commit();
        }
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<String> options(String origin) throws Exception {
        var request = HttpRequest.newBuilder(served.uri("/api/v1/query")).method("OPTIONS", HttpRequest.BodyPublishers.noBody());
        return served.send(origin.isEmpty() ? request : request.header("Origin", origin));
    }

    @Test
    void tellsBrowsersWhoMayRead() throws Exception {
        var allowed = options("http://a.example");
        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).hasValue("http://a.example");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET, POST, OPTIONS");
        assertThat(options("http://c.example").headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        var without = options("");
        assertThat(without.statusCode()).isEqualTo(204);
        assertThat(without.headers().firstValue("Access-Control-Allow-Methods")).isEmpty();
        var answer = served.get("/api/v1/query?query=1", "Origin", "https://b.example");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly("https://b.example");
        assertThat(served.get("/metrics", "Origin", "https://b.example").headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void answersAllOriginsByDefault() throws Exception {
        try (var open = ServedStore.start("--config", "none")) {
            for (String path : new String[] {"/api/v1/query?query=1&time=300", "/api/v1/status/buildinfo", "/api/v1/nothing"}) {
                var answer = open.get(path, "Origin", "https://foreign.example");
                assertThat(answer.statusCode()).as(path).isEqualTo(path.endsWith("nothing") ? 404 : 200);
                assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).as(path).containsExactly("*");
                assertThat(answer.body()).as(path).isEqualTo(open.get(path).body());
            }
            var form = HttpRequest.newBuilder(open.uri("/api/v1/query")).header("Origin", "null")
                    .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString("query=1%2B1"));
            assertThat(open.send(form).body()).contains("\"2\"");
        }
    }

    @Test
    void letsNoForeignPageChangeAnythingOfALocalDaemon() throws Exception {
        for (String origin : new String[] {"https://foreign.example", "null", "not an origin"}) {
            var request = HttpRequest.newBuilder(served.uri("/-/quit")).header("Origin", origin);
            assertThat(served.send(request.POST(HttpRequest.BodyPublishers.noBody())).statusCode()).as(origin).isEqualTo(403);
            assertThat(served.get("/-/healthy", "Origin", origin).statusCode()).isEqualTo(200);
        }
        var own = HttpRequest.newBuilder(served.uri("/-/quit")).header("Origin", "http://localhost:9480");
        assertThat(served.send(own.POST(HttpRequest.BodyPublishers.noBody())).body()).contains("--web.enable-lifecycle");
    }

    @Test
    void compressesWhatIsLarge() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(served.uri("/api/v1/query?query=up")).header("Accept-Encoding", "gzip").build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
            String text = new String(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).startsWith("{\"status\":\"success\"").contains("host-99");
        }
        assertThat(served.get("/api/v1/query?query=up").headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void saysWhichMethodsThereAre() throws Exception {
        var wrong = served.send(HttpRequest.newBuilder(served.uri("/api/v1/status/config")).DELETE());
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, OPTIONS");
        var head = served.send(HttpRequest.newBuilder(served.uri("/api/v1/query?query=1")).HEAD());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(served.get("/api/v1/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void takesAFormAndTheParametersOfTheUrl() throws Exception {
        var form = HttpRequest.newBuilder(served.uri("/api/v1/query?time=300&query=2"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString("query=1"));
        assertThat(served.send(form).body()).contains("\"result\":[300,\"1\"]");
        var json = HttpRequest.newBuilder(served.uri("/api/v1/query?time=300&query=2"))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(served.send(json).body()).contains("\"result\":[300,\"2\"]");
    }

    @Test
    void federatesTheNewestSamples() throws Exception {
        String good = served.get("/federate?match%5B%5D=Zulu&match%5B%5D=%7B__name__%3D%22dotted.name%22%7D").body();
        assertThat(good.replaceAll(" \\d{13}\n", " T\n")).isEqualTo("""
                # TYPE Zulu untyped
                Zulu{A="1",replica="r0"} 2 T
                Zulu{replica="r0",z="1"} 3 T
                # TYPE dotted_name untyped
                dotted_name{label_dot="v\\"\\n",replica="r0"} 1 T
                """);
        var utf8 = served.get("/federate?match%5B%5D=%7B__name__%3D%22dotted.name%22%7D", "Accept", "text/plain;version=1.0.0;escaping=allow-utf-8");
        assertThat(utf8.body()).contains("# TYPE \"dotted.name\" untyped\n").contains("{\"dotted.name\",\"label.dot\"=\"v\\\"\\n\",replica=\"r0\"} 1 ");
        assertThat(utf8.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8");
        var wrong = served.get("/federate?match%5B%5D=%7B");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    }

    @Test
    void formatsExpressionsAndRefusesWrongOnes() throws Exception {
        assertThat(served.get("/api/v1/format_query?query=sum(up)by(instance)").body())
                .isEqualTo("{\"status\":\"success\",\"data\":\"sum by (instance) (up)\"}");
        assertThat(served.get("/api/v1/format_query?query=sum(").statusCode()).isEqualTo(400);
    }

    private static Histogram histogram(String literal) {
        return Objects.requireNonNull(SeriesDescription.parse("h " + literal).samples().getFirst().histogram());
    }

    @Test
    void printsHistogramsOfAllKinds() throws Exception {
        try (var appender = served.storage.appender()) {
            appender.append(Labels.of("__name__", "h"), 300_000,
                    histogram("{{schema:0 sum:5 count:11 z_bucket:2 z_bucket_w:0.5 buckets:[1 0 2] n_buckets:[2 4]}}"));
            appender.append(Labels.of("__name__", "c"), 300_000,
                    histogram("{{schema:-53 sum:5 count:4 custom_values:[5 10] buckets:[1 2 1]}}"));
            appender.append(Labels.of("__name__", "empty"), 300_000, histogram("{{schema:0 sum:0 count:0}}"));
            appender.commit();
        }
        assertThat(served.get("/api/v1/query?query=h&time=300").body()).contains("\"buckets\":[[1,\"-2\",\"-1\",\"4\"],[1,\"-1\",\"-0.5\",\"2\"],"
                + "[3,\"-0.5\",\"0.5\",\"2\"],[0,\"0.5\",\"1\",\"1\"],[0,\"2\",\"4\",\"2\"]]");
        assertThat(served.get("/api/v1/query?query=c&time=300").body()).contains(
                "\"buckets\":[[3,\"-Inf\",\"5\",\"1\"],[0,\"5\",\"10\",\"2\"],[0,\"10\",\"+Inf\",\"1\"]]");
        assertThat(served.get("/api/v1/query?query=empty&time=300").body()).contains("\"histogram\":[300,{\"count\":\"0\",\"sum\":\"0\"}]");
    }

    @Test
    void countsWhatThereIs() throws Exception {
        String body = served.get("/api/v1/status/tsdb?limit=1").body();
        assertThat(body).contains("\"numSeries\":103").contains("\"seriesCountByMetricName\":[{\"name\":\"up\",\"value\":100}]")
                .contains("\"labelValueCountByLabelName\":[{\"name\":\"instance\",\"value\":100}]")
                .contains("\"seriesCountByLabelValuePair\":[{\"name\":\"__name__=up\",\"value\":100}]");
        assertThat(served.get("/api/v1/status/tsdb?limit=0").statusCode()).isEqualTo(400);
        assertThat(served.get("/api/v1/status/tsdb?limit=x").statusCode()).isEqualTo(400);
        assertThat(served.get("/api/v1/status/tsdb?limit=10001").statusCode()).isEqualTo(400);
        assertThat(served.get("/api/v1/status/tsdb/blocks").body()).isEqualTo("""
                {"status":"success","data":{"blocks":[
                {"ulid":"00000000000000000000000011","minTime":0,"maxTime":1000,
                "stats":{"numSamples":5,"numSeries":2,"numBytes":600},
                "compaction":{"level":2,"sources":["00000000000000000000000001","00000000000000000000000010"]},"version":1},
                {"ulid":"00000000000000000000000012","minTime":1000,"maxTime":2000,
                "stats":{"numSamples":7,"numSeries":3,"numBytes":700},
                "compaction":{"level":1,"sources":["00000000000000000000000012"]},"version":1}]}}
                """.replace("\n", ""));
    }

    @Test
    void saysWhatTheStoreCannotDo() throws Exception {
        var none = HttpRequest.newBuilder(served.uri("/api/v1/admin/tsdb/delete_series")).POST(HttpRequest.BodyPublishers.noBody());
        assertThat(served.send(none).statusCode()).isEqualTo(400);
        var delete = HttpRequest.newBuilder(served.uri("/api/v1/admin/tsdb/delete_series?match%5B%5D=up")).PUT(HttpRequest.BodyPublishers.noBody());
        assertThat(served.send(delete).statusCode()).isEqualTo(503);
        var clean = HttpRequest.newBuilder(served.uri("/api/v1/admin/tsdb/clean_tombstones")).POST(HttpRequest.BodyPublishers.noBody());
        assertThat(served.send(clean).statusCode()).isEqualTo(204);
    }

    @Test
    void makesSnapshotsAsPrometheusDoes() throws Exception {
        for (String path : new String[] {"", "?skip_head=", "?skip_head=0"}) {
            var whole = HttpRequest.newBuilder(served.uri("/api/v1/admin/tsdb/snapshot" + path)).POST(HttpRequest.BodyPublishers.noBody());
            assertThat(served.send(whole).body()).isEqualTo("{\"status\":\"success\",\"data\":{\"name\":\"whole\"}}");
        }
        var form = HttpRequest.newBuilder(served.uri("/api/v1/admin/tsdb/snapshot")).header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(HttpRequest.BodyPublishers.ofString("skip_head=true"));
        assertThat(served.send(form).body()).contains("without-head");
        var wrong = HttpRequest.newBuilder(served.uri("/api/v1/admin/tsdb/snapshot?skip_head=maybe")).POST(HttpRequest.BodyPublishers.noBody());
        var answer = served.send(wrong);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("bad_data").contains("skip_head");
    }

    /** A status for which the framework has words of its own must come back from our routes, whatever the request carries. */
    @Test
    void answersToRequestsWithABodyAreOurs() throws Exception {
        var missing = served.send(HttpRequest.newBuilder(served.uri("/kayenta/canary/none")).POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(missing.statusCode() + " " + missing.body()).isEqualTo("404 {\"message\":\"there is no canary configuration none\"}");
        var noRoute = served.send(HttpRequest.newBuilder(served.uri("/nowhere")).POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(noRoute.statusCode() + " " + noRoute.body()).isEqualTo("404 404 page not found\n");
    }
}
