package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.storage.Queryable;
import dev.plumbline.testkit.script.QueryRunner;
import dev.plumbline.testkit.script.ScriptRunner;
import dev.plumbline.testkit.vectors.VectorFile;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Requests over a real socket and what Prometheus answered to them. */
class HttpApiVectorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ATTEMPTS = 50;

    @Test
    void answersAsPrometheus() {
        VectorFile.open("http-api").ifPresent(file -> {
            try (var served = ServedStore.start("--config", "none", "--enable-feature",
                    "native-histograms,promql-experimental-functions")) {
                load(file.root().get("load").textValue(), served);
                file.context("load");
                file.section("cases", c -> check(c, served));
                file.finish();
            }
        });
    }

    private static void load(String script, ServedStore served) {
        new ScriptRunner(() -> served.storage, new NoQueries()).run(script);
    }

    private record NoQueries() implements QueryRunner {
        @Override
        public Result instant(Queryable storage, String query, long timeMillis) {
            throw new IllegalStateException("a load asks nothing");
        }

        @Override
        public Result range(Queryable storage, String query, Window window) {
            throw new IllegalStateException("a load asks nothing");
        }
    }

    private static void check(JsonNode c, ServedStore served) throws Exception {
        HttpResponse<String> answer = ask(c, served);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(c.get("status").intValue());
        if (c.get("content_type").isTextual()) {
            assertThat(answer.headers().firstValue("Content-Type")).hasValue(c.get("content_type").textValue());
        }
        if (c.has("allow")) {
            assertThat(methods(answer.headers().firstValue("Allow").orElse(""))).isEqualTo(methods(c.get("allow").textValue()));
        }
        switch (c.get("compare").textValue()) {
            case "status" -> { }
            case "shape" -> JsonShape.assertSame(c.get("json"), JSON.readTree(answer.body()));
            default -> exact(c, answer.body());
        }
    }

    /** A case that gives a query one millisecond is about the parameter; on a busy machine it may need more than one attempt. */
    private static HttpResponse<String> ask(JsonNode c, ServedStore served) throws Exception {
        HttpResponse<String> answer = served.send(request(c, served));
        for (int i = 1; i < ATTEMPTS && answer.statusCode() == 503 && c.get("params").textValue().endsWith("timeout=1ms"); i++) {
            answer = served.send(request(c, served));
        }
        return answer;
    }

    private static HttpRequest.Builder request(JsonNode c, ServedStore served) {
        String params = c.get("params").textValue();
        var request = HttpRequest.newBuilder(served.uri(c.get("path").textValue() + (params.isEmpty() ? "" : "?" + params)));
        c.get("headers").properties().forEach(h -> request.header(h.getKey(), h.getValue().textValue()));
        return request.method(c.get("method").textValue(), c.get("body").isTextual()
                ? HttpRequest.BodyPublishers.ofString(c.get("body").textValue()) : HttpRequest.BodyPublishers.noBody());
    }

    private static Set<String> methods(String allow) {
        return new TreeSet<>(Set.of(allow.split(", *")));
    }

    private static void exact(JsonNode c, String body) throws Exception {
        if (c.has("text")) {
            assertThat(body).isEqualTo(c.get("text").textValue());
            return;
        }
        JsonNode expected = c.get("json");
        JsonNode actual = JSON.readTree(body);
        if (expected.has("errorType")) {
            assertThat(actual.get("errorType")).isEqualTo(expected.get("errorType"));
            assertThat(actual.path("error").textValue()).isNotEmpty();
        } else {
            assertThat(JsonShape.ordered(actual)).isEqualTo(JsonShape.ordered(expected));
        }
    }
}
