package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TargetsApiTest {
    private static final MetricMetadata REQUESTS = new MetricMetadata("counter", "", "Requests.");
    private static final MetricMetadata UP = new MetricMetadata("gauge", "", "Up.");

    private final TargetsApi api = new TargetsApi(new TargetsApi.Scrapers() {
        @Override
        public TargetsApi.Targets targets() {
            return new TargetsApi.Targets(List.of(), List.of(new TargetsApi.Dropped(Labels.of("job", "b"), "b")), Map.of("b", 1, "a", 0));
        }

        @Override
        public Map<String, Set<MetricMetadata>> metadata() {
            return new HashMap<>(Map.of("requests", Set.of(REQUESTS)));
        }

        @Override
        public List<TargetsApi.TargetMetadata> targetMetadata() {
            return List.of(new TargetsApi.TargetMetadata(Labels.of("job", "a"), Map.of("requests", REQUESTS)),
                    new TargetsApi.TargetMetadata(Labels.of("job", "b"), Map.of("up", UP)));
        }
    }, others -> {
        others.put("sent", Set.of(UP));
        return others;
    });

    private static String body(Function<Parameters, Answer> handler, String query) {
        return new String(handler.apply(Parameters.parse(query, null)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void namesThePools() {
        assertThat(body(p -> api.pools(), "")).isEqualTo("{\"status\":\"success\",\"data\":{\"scrapePools\":[\"a\",\"b\"]}}");
    }

    @Test
    void tellsWhatTargetsSayOfTheirMetrics() {
        String requests = "{\"target\":{\"job\":\"a\"},\"metric\":\"requests\",\"type\":\"counter\",\"help\":\"Requests.\",\"unit\":\"\"}";
        assertThat(body(api::targetMetadata, "")).contains(requests).contains("\"metric\":\"up\"");
        assertThat(body(api::targetMetadata, "limit=1")).contains(requests).doesNotContain("\"metric\":\"up\"");
        assertThat(body(api::targetMetadata, "limit=0")).endsWith("\"data\":[]}");
        assertThat(body(api::targetMetadata, "match_target=%7Bjob%3D%22b%22%7D")).doesNotContain("requests").contains("up");
        assertThat(body(api::targetMetadata, "metric=requests")).contains("\"target\":{\"job\":\"a\"},\"type\":\"counter\"");
        assertThatThrownBy(() -> body(api::targetMetadata, "limit=x")).isInstanceOf(BadParameter.class).hasMessage("limit must be a number");
        assertThatThrownBy(() -> body(api::targetMetadata, "match_target=%7B")).isInstanceOf(BadParameter.class)
                .hasMessageContaining("match_target");
    }

    @Test
    void joinsWhatWasSentAndWhatWasScraped() {
        assertThat(body(api::metadata, "")).contains("\"requests\":[{").contains("\"sent\":[{\"type\":\"gauge\"");
        assertThat(body(api::metadata, "metric=sent")).doesNotContain("requests");
    }

    @Test
    void showsNoCountsOfDroppedTargetsWhereNobodyAsked() {
        assertThat(body(api::targets, "state=active")).contains("\"droppedTargets\":[]").contains("\"droppedTargetCounts\":null");
        assertThat(body(api::targets, "state=dropped")).contains("\"droppedTargetCounts\":{\"a\":0,\"b\":1}");
    }
}
