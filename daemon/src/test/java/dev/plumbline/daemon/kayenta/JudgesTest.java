package dev.plumbline.daemon.kayenta;

import static dev.plumbline.daemon.kayenta.KayentaWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.model.PlumblineException;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JudgesTest {
    private static final String CONFIG = """
            {"name": "remote", "judge": {"name": "RemoteJudge-v1.0", "judgeConfigurations": {%s}},
             "metrics": [{"name": "latency", "groups": ["a"], "query": {"type": "datadog"}, "analysisConfigurations": {"canary": {"direction": "increase"}}},
                         {"name": "empty", "groups": ["b"], "analysisConfigurations": {"canary": {"nanStrategy": "remove"}}}],
             "classifier": {"groupWeights": {"a": 60, "b": 40}}}""";
    private final KayentaWorld world = new KayentaWorld();

    private static String samples(int seed, double base) {
        var random = new Random(seed);
        return random.doubles(60, base, base + 1).mapToObj(Double::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static String pairs() {
        return """
                [{"name": "latency", "id": "one", "tags": {"zone": "a"}, "values": {"control": %s, "experiment": %s},
                  "scopes": {}, "attributes": {"control": {"query": "q"}}},
                 {"name": "empty", "id": "two", "tags": {}, "values": {"control": ["NaN", "NaN"], "experiment": ["NaN", "NaN"]}}]"""
                .formatted(samples(1, 10), samples(2, 20));
    }

    private static JsonPart remote(String judge) {
        return KayentaWorld.part(Judges.remote("{\"canaryConfig\": " + CONFIG.formatted(judge) + ", \"scoreThresholds\": {\"pass\": 95.0, \"marginal\": 75.0}, "
                + "\"metricSetPairList\": " + pairs() + "}"));
    }

    @Test
    void judgesWhatAKayentaSends() {
        JsonPart result = remote("");
        assertThat(result.at("judgeName").text("")).isEqualTo("NetflixACAJudge-v1.0");
        JsonPart latency = result.at("results").elements().getFirst();
        assertThat(text(latency)).contains("\"classification\":\"High\"", "\"id\":\"one\"", "\"tags\":{\"zone\":\"a\"}", "\"groups\":[\"a\"]");
        JsonPart empty = result.at("results").elements().getLast();
        assertThat(text(empty)).contains("\"classification\":\"Nodata\"", "\"stats\":{\"count\":0,\"max\":0,\"mean\":0,\"min\":0,\"std\":0}");
        assertThat(result.at("groupScores").elements()).hasSize(2);
        assertThat(result.at("score").at("classification").text("")).as("60 of 100 fail whatever the other would be").isEqualTo("Fail");
    }

    @Test
    void compatibleResultsSayThatTheyAre() {
        JsonPart score = remote("\"mode\": \"compatible\"").at("score");
        assertThat(score.at("classificationReason").text("")).contains("compatible mode");
        assertThat(score.at("score").number().orElseThrow()).as("half of the metrics have no data").isZero();
        assertThat(remote("").at("score").at("classificationReason").text("")).doesNotContain("compatible mode");
    }

    @Test
    void aRatioThatIsUnknownIsWrittenAsText() {
        String zero = "{\"name\": \"latency\", \"id\": \"z\", \"tags\": {}, \"values\": {\"control\": [0,0,0,0,0,0], \"experiment\": " + samples(3, 5) + "}}";
        JsonPart result = KayentaWorld.part(Judges.remote("{\"canaryConfig\": " + CONFIG.formatted("") + ", \"scoreThresholds\": {\"pass\": 95, \"marginal\": 75}, "
                + "\"metricSetPairList\": [" + zero + "]}"));
        assertThat(text(result.at("results").elements().getFirst().at("resultMetadata"))).isEqualTo("{\"ratio\":\"NaN\"}");
        assertThat(text(result.at("results").elements().getLast())).as("a metric without a pair").contains("\"name\":\"empty\"", "\"id\":\"empty\"", "Nodata");
    }

    @Test
    void refusesWhatIsNotConfigured() {
        String body = "{\"canaryConfig\": " + CONFIG.formatted("") + ", \"scoreThresholds\": {\"pass\": 95, \"marginal\": 75}, \"metricSetPairList\": %s}";
        assertThatThrownBy(() -> Judges.remote(body.formatted("[{\"name\": \"other\", \"values\": {\"control\": [], \"experiment\": []}}]")))
                .isInstanceOf(PlumblineException.class).hasMessageContaining("metric other is not in the canary configuration");
        assertThatThrownBy(() -> Judges.remote(body.formatted("null"))).hasMessageContaining("metricSetPairList is missing");
        assertThatThrownBy(() -> Judges.remote("{\"canaryConfig\": {}}")).hasMessageContaining("at least one is needed");
        assertThatThrownBy(() -> Judges.remote("{}")).hasMessageContaining("canaryConfig is missing");
    }

    @Test
    void judgesAndComparesWhatWasKept() {
        String config = world.kayenta.configurations().add(CONFIG.formatted("").replace("\"name\": \"remote\"", "\"name\": \"remote\", \"applications\": [\"shop\"]"));
        String list = world.kayenta.objects().addList(ObjectType.PAIRS, pairs());
        var question = new Judges.Question(config, list, 95, 75);
        Value judged = world.kayenta.judges().judge(question).orElseThrow();
        assertThat(judged).isEqualTo(remote("").value());
        String id = world.kayenta.judges().compare(question, "", "NetflixACAJudge-v1.0-compatible").orElseThrow();
        JsonPart both = KayentaWorld.part(world.kayenta.objects().find(ObjectType.COMPARISON, id).orElseThrow()).at("comparisonResult");
        assertThat(both.at("judge1Result").value()).isEqualTo(judged);
        assertThat(both.at("judge2Result").at("judgeName").text("")).isEqualTo("NetflixACAJudge-v1.0-compatible");
        assertThat(text(both.at("judge2Result"))).contains("compatible mode");
        assertThatThrownBy(() -> world.kayenta.judges().compare(question, "", "dredd-v1.0")).hasMessageContaining("there is no judge dredd-v1.0; there are");
        assertThat(world.kayenta.judges().judge(new Judges.Question("none", list, 95, 75))).isEmpty();
        assertThat(world.kayenta.judges().judge(new Judges.Question(config, "none", 95, 75))).isEmpty();
        assertThatThrownBy(() -> world.kayenta.judges().judge(new Judges.Question(config, list, 50, 75))).hasMessageContaining("marginal <= pass");
    }
}
