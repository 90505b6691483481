package dev.plumbline.analysis.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.analysis.condition.Condition;
import dev.plumbline.analysis.condition.ConditionException;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.testkit.vectors.VectorFile;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgoVectorsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Value result(JsonNode c) throws JsonText.Malformed {
        return JsonText.read(c.get("result").toString());
    }

    private static boolean holds(String condition, Value result) {
        return Condition.parse(condition, Set.of("result")).holds(Map.of("result", result), NOW);
    }

    @Test
    void conditions() {
        VectorFile.open("argo-condition-evaluation").ifPresent(file -> {
            file.context("functions");
            file.section("evaluateResult", c -> assertThat(new Conditions(c.get("successCondition").asText(), c.get("failureCondition").asText())
                    .measure(result(c), NOW).phase().word()).isEqualTo(c.get("phase").asText()));
            file.section("evalCondition", ArgoVectorsTest::condition);
            file.section("evalTime", ArgoVectorsTest::time);
            file.root().get("functions").forEach(f -> assertThatThrownBy(() -> holds(f.asText() + "(1, 2, 3, 4)", Value.Nil.NIL))
                    .as("a function that there is").hasMessageContaining("arguments"));
            file.finish();
        });
    }

    private static void condition(JsonNode c) throws JsonText.Malformed {
        Value result = result(c);
        String condition = c.get("condition").asText();
        if (!c.has("error")) {
            assertThat(holds(condition, result)).isEqualTo(c.get("value").asBoolean());
            return;
        }
        String wanted = c.get("error").asText();
        assertThatThrownBy(() -> holds(condition, result)).isInstanceOf(ConditionException.class)
                .hasMessageContaining(wanted.equals("any") ? "" : wanted);
    }

    private static void time(JsonNode c) {
        String expression = c.get("expression").asText();
        if (c.path("error").asBoolean()) {
            assertThatThrownBy(() -> Condition.parse(expression, Set.of()).time(Map.of(), NOW)).isInstanceOf(ConditionException.class);
        } else {
            assertThat(Condition.parse(expression, Set.of()).time(Map.of(), NOW)).isEqualTo(Instant.parse(c.get("value").asText()));
        }
    }

    @Test
    void metrics() {
        VectorFile.open("argo-metric-assessment").ifPresent(file -> {
            List<String> order = List.of(Phase.values()).stream().map(Phase::word).toList();
            file.context("worstOrder");
            file.section("cases", c -> {
                assertThat(file.root().get("worstOrder")).extracting(JsonNode::asText).isEqualTo(order);
                assertThat(limits(c.get("metric")).assess(counts(c.get("result")), c.get("terminating").asBoolean()).word())
                        .isEqualTo(c.get("phase").asText());
            });
            file.finish();
        });
    }

    private static MetricLimits limits(JsonNode metric) {
        MetricLimits.Tolerated usual = MetricLimits.Tolerated.USUAL;
        var tolerated = new MetricLimits.Tolerated(metric.path("failureLimit").asInt(usual.failures()), metric.path("inconclusiveLimit").asInt(usual.inconclusive()),
                metric.path("consecutiveErrorLimit").asInt(usual.consecutiveErrors()),
                metric.path("consecutiveSuccessLimit").asInt(usual.consecutiveSuccesses()));
        return new MetricLimits(metric.path("count").asInt(), metric.has("interval"), tolerated);
    }

    private static MeasurementCounts counts(JsonNode r) {
        var by = new MeasurementCounts.ByPhase(r.path("successful").asInt(), r.path("failed").asInt(), r.path("inconclusive").asInt(), r.path("error").asInt());
        var row = new MeasurementCounts.InARow(r.path("consecutiveError").asInt(), r.path("consecutiveSuccess").asInt());
        Phase last = r.has("last") ? Phase.valueOf(r.get("last").asText().toUpperCase(Locale.ROOT)) : null;
        return new MeasurementCounts(by, r.path("count").asInt(), row, last);
    }

    @Test
    void answers() {
        VectorFile.open("argo-web-metric").ifPresent(file -> {
            file.section("cases", c -> {
                Measurement m = WebMeasurement.of(c.get("httpStatus").asInt(), c.get("responseBody").asText(), c.path("jsonPath").asText(),
                        new Conditions(c.path("successCondition").asText(), c.path("failureCondition").asText()), NOW);
                JsonNode expected = c.get("expected");
                assertThat(m.phase().word()).as(m.message()).isEqualTo(expected.get("phase").asText());
                if (m.phase() != Phase.ERROR && expected.has("value")) {
                    assertThat(m.value()).isEqualTo(expected.get("value").asText());
                }
                assertThat(m.message()).contains(expected.path("errorContains").asText());
            });
            file.finish();
        });
    }

    @Test
    void kayentasScores() {
        VectorFile.open("argo-kayenta-provider").ifPresent(file -> {
            file.section("cases", c -> assertThat(KayentaMeasurement.phase(c.get("score").asDouble(), c.get("pass").asInt(), c.get("marginal").asInt()).word())
                    .isEqualTo(c.get("phase").asText()));
            file.finish();
        });
    }
}
