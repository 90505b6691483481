package dev.plumbline.analysis.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.analysis.canary.Margin.Direction;
import dev.plumbline.analysis.kayenta.EffectLimits.Measure;
import dev.plumbline.analysis.stats.SampleSummary;
import dev.plumbline.analysis.stats.ShiftInterval;
import dev.plumbline.testkit.vectors.VectorFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The compatible mode against what Kayenta does; numbers where its root finder decides them, to 1e-9. */
class KayentaVectorsTest {
    private static final double USUAL_TOLERANCE = 0.25;
    private static final double USUAL_CONFIDENCE = 0.98;

    private static double[] numbers(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).isTextual() ? Double.parseDouble(array.get(i).asText()) : array.get(i).asDouble();
        }
        return values;
    }

    private static CanaryMetric metric(JsonNode c) {
        JsonNode params = c.path("params");
        Measure measure = params.path("effectSizeMeasure").asText().equals("cles") ? Measure.CLES : Measure.MEAN_RATIO;
        var effect = new EffectLimits(measure, params.path("allowedIncrease").asDouble(measure.none()), params.path("allowedDecrease").asDouble(measure.none()),
                params.path("criticalIncrease").asDouble(measure.none()), params.path("criticalDecrease").asDouble(measure.none()));
        var importance = new Importance(params.path("isCritical").asBoolean(), false,
                params.path("isDataRequired").asBoolean(params.path("mustHaveData").asBoolean()));
        var cleaning = new Cleaning(params.path("nanStrategy").asText().equals("replace"), false, 3);
        return new CanaryMetric("metric", List.of("group"),
                new CanaryMetric.Rules(Direction.valueOf(c.get("direction").asText().toUpperCase(Locale.ROOT)), cleaning, effect, importance));
    }

    private static MetricClassification classify(JsonNode c) {
        JsonNode params = c.path("params");
        var classifier = new MetricClassifier(Mode.COMPATIBLE, params.path("tolerance").asDouble(USUAL_TOLERANCE),
                params.path("confLevel").asDouble(USUAL_CONFIDENCE));
        CanaryMetric metric = metric(c);
        return classifier.classify(metric, metric.rules().cleaning().clean(numbers(c.get("control"))),
                metric.rules().cleaning().clean(numbers(c.get("experiment"))));
    }

    @Test
    void labels() {
        VectorFile.open("kayenta-classifier").ifPresent(file -> {
            file.section("cases", KayentaVectorsTest::label);
            file.section("issueCases", c -> {
                MetricClassification result = classify(c);
                assertThat(result.label().word()).isEqualTo(c.get("observedByReporter").get("classification").asText());
                numbersAre(c.path("recomputed"), result);
            });
            file.finish();
        });
    }

    /** Prose only: SeriesPairingTest holds each of the five rules. */
    @Test
    void answersOfPrometheus() {
        VectorFile.open("kayenta-prometheus-parse").ifPresent(file -> {
            file.context("rules");
            assertThat(file.root().get("rules")).hasSize(5);
            file.finish();
        });
    }

    private static void label(JsonNode c) {
        JsonNode expected = c.get("expected");
        if (c.get("params").get("classifier").asText().equals("MeanInequality")) {
            assertThat(MeanInequality.classify(metric(c), numbers(c.get("control")), numbers(c.get("experiment"))).word())
                    .isEqualTo(expected.get("classification").asText());
            return;
        }
        MetricClassification result = classify(c);
        if (expected.has("classification")) {
            assertThat(result.label().word()).isEqualTo(expected.get("classification").asText());
        }
        if (expected.has("critical")) {
            assertThat(result.critical()).isEqualTo(expected.get("critical").asBoolean());
        }
        if (expected.has("deviation")) {
            assertThat(result.ratio()).isEqualTo(expected.get("deviation").asDouble());
        }
        assertThat(result.reason()).isNotEmpty();
        if (!c.path("note").asText().contains("noise")) {
            numbersAre(c.path("derived"), result);
        }
    }

    private static void numbersAre(JsonNode derived, MetricClassification result) {
        if (derived.has("lower")) {
            Comparison comparison = Objects.requireNonNull(result.comparison());
            ShiftInterval shift = comparison.shift();
            assertThat(new double[] {shift.lower(), shift.upper(), shift.estimate(), comparison.bound()}).containsExactly(
                    new double[] {number(derived, "lower"), number(derived, "upper"), number(derived, "estimate"), number(derived, "bound")},
                    within(1e-9));
            assertThat(comparison.effect()).isCloseTo(number(derived, "effectSize"), within(1e-9));
        }
    }

    private static double number(JsonNode object, String field) {
        return numbers(JsonNodes.listOf(object.get(field)))[0];
    }

    @Test
    void scores() {
        VectorFile.open("kayenta-scoring").ifPresent(file -> {
            file.context("scoreClassification.note");
            file.context("standaloneBoundary.note");
            file.context("orcaAggregate.source");
            file.section("scoring", KayentaVectorsTest::score);
            file.section("scoreClassification.cases", c -> assertThat(new ScoreThresholds(c.get("pass").asDouble(), c.get("marginal").asDouble())
                    .classify(c.get("score").asDouble()).word()).isEqualTo(c.get("expected").asText()));
            file.section("standaloneAggregate", KayentaVectorsTest::lastScore);
            file.section("standaloneBoundary.cases", KayentaVectorsTest::lastScore);
            file.section("standaloneWindows", KayentaVectorsTest::windows);
            file.section("orcaAggregate.cases", c -> {
                JsonNode scores = c.get("scores");
                boolean passes = RepeatedJudgement.passes(scores.get(scores.size() - 1).asDouble(),
                        c.get("thresholds").path("marginal").asDouble(Double.NaN), c.get("thresholds").path("pass").asDouble(Double.NaN));
                assertThat(passes ? "SUCCEEDED" : "TERMINAL").isEqualTo(c.get("status").asText());
            });
            file.finish();
        });
    }

    private static void lastScore(JsonNode c) {
        assertThat(RepeatedJudgement.passes(c.get("finalScore").asDouble(), c.path("marginal").asDouble(Double.NaN), c.path("pass").asDouble(Double.NaN)))
                .isEqualTo(c.get("didPass").asBoolean());
    }

    private static void score(JsonNode c) {
        Map<String, Double> weights = new HashMap<>();
        c.path("groupWeights").properties().forEach(w -> weights.put(w.getKey(), w.getValue().asDouble()));
        List<JudgedMetric> metrics = new ArrayList<>();
        for (JsonNode m : c.get("metrics")) {
            Label label = List.of(Label.values()).stream().filter(l -> l.word().equals(m.get("classification").asText())).findFirst().orElseThrow();
            var metric = new CanaryMetric(m.get("name").asText(), JsonNodes.texts(m.path("groups")), CanaryMetric.Rules.USUAL);
            if (!m.path("muted").asBoolean()) {
                SampleSummary none = SampleSummary.of(new double[0]);
                metrics.add(new JudgedMetric(metric, Map.of(), new MetricClassification(label, m.path("critical").asBoolean(), "why", null), none, none));
            }
        }
        Score score = new CompatibleScorer(weights).score(metrics);
        assertThat(score.value()).isEqualTo(c.get("expected").get("summaryScore").asDouble());
        c.path("derived").path("groupScores").properties().forEach(g -> assertThat(score.groups())
                .filteredOn(s -> s.name().equals(g.getKey())).singleElement()
                .satisfies(s -> assertThat(s.score()).isCloseTo(g.getValue().asDouble(), within(1e-9))));
    }

    private static void windows(JsonNode c) {
        if (c.has("controlOffsetInMinutes")) {
            Duration offset = Duration.ofMinutes(c.get("controlOffsetInMinutes").asLong());
            Instant start = Instant.parse(c.get("startTimeIso").asText());
            assertThat(RepeatedJudgement.controlStart(start, offset)).isEqualTo(Instant.parse(c.get("expectedControlStartIso").asText()));
            assertThat(start).isEqualTo(Instant.parse(c.get("expectedExperimentStartIso").asText()));
            return;
        }
        long interval = c.get("intervalMins").asLong();
        JsonNode i = c.get("i");
        long lifetime = interval * i.get(i.size() - 1).asLong();
        var repeated = new RepeatedJudgement(lifetime, interval, c.path("lookbackMins").asLong(), c.path("beginAfterMins").asLong());
        for (int k = 0; k < i.size(); k++) {
            RepeatedJudgement.Span span = repeated.windows().get(i.get(k).asInt() - 1);
            assertThat(span).isEqualTo(new RepeatedJudgement.Span(c.get("startOffsetMins").get(k).asLong(), c.get("endOffsetMins").get(k).asLong()));
        }
    }
}
