package dev.plumbline.analysis.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.argo.MetricLimits.Tolerated;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunAssessmentTest {
    private static final Instant NOW = Instant.EPOCH;

    private static MeasurementCounts counts(Phase... phases) {
        MeasurementCounts counts = MeasurementCounts.NONE;
        for (Phase phase : phases) {
            counts = counts.and(phase);
        }
        return counts;
    }

    private static RunAssessment.Metric metric(String name, MetricLimits limits, Phase... phases) {
        return new RunAssessment.Metric(name, limits, counts(phases), false);
    }

    private static final MetricLimits THREE = new MetricLimits(3, true, Tolerated.USUAL);

    @Test
    void countsEachKind() {
        MeasurementCounts counts = counts(Phase.SUCCESSFUL, Phase.ERROR, Phase.ERROR, Phase.FAILED, Phase.SUCCESSFUL, Phase.SUCCESSFUL, Phase.RUNNING);
        assertThat(counts.byPhase()).isEqualTo(new MeasurementCounts.ByPhase(3, 1, 0, 2));
        assertThat(counts.count()).as("errors are none").isEqualTo(4);
        assertThat(counts.inARow()).isEqualTo(new MeasurementCounts.InARow(0, 2));
        assertThat(counts.last()).isEqualTo(Phase.RUNNING);
        assertThat(counts(Phase.SUCCESSFUL, Phase.INCONCLUSIVE).inARow()).isEqualTo(new MeasurementCounts.InARow(0, 0));
    }

    @Test
    void fiveErrorsInARowEndIt() {
        var endless = new MetricLimits(0, true, Tolerated.USUAL);
        assertThat(endless.assess(counts(Phase.ERROR, Phase.ERROR, Phase.ERROR, Phase.ERROR), false)).isEqualTo(Phase.RUNNING);
        assertThat(endless.assess(counts(Phase.ERROR, Phase.ERROR, Phase.ERROR, Phase.ERROR, Phase.ERROR), false)).isEqualTo(Phase.ERROR);
        assertThat(endless.assess(MeasurementCounts.NONE, false)).isEqualTo(Phase.PENDING);
        assertThat(endless.assess(MeasurementCounts.NONE, true)).isEqualTo(Phase.SUCCESSFUL);
        assertThat(new MetricLimits(0, false, Tolerated.USUAL).effectiveCount()).isEqualTo(1);
    }

    @Test
    void theWorstMetricDecidesAndEndsTheOthers() {
        RunAssessment run = RunAssessment.of(List.of(metric("good", THREE, Phase.SUCCESSFUL), metric("bad", THREE, Phase.FAILED)), false);
        assertThat(run.phase()).isEqualTo(Phase.FAILED);
        assertThat(run.metrics().getFirst().phase()).as("terminated").isEqualTo(Phase.SUCCESSFUL);
        assertThat(run.verdict()).isInstanceOf(Verdict.NoGo.class);
        assertThat(run.verdict().reason()).isEqualTo("good successful with 1 good, 0 bad, 0 inconclusive measurements, 0 errors, "
                + "bad failed with 0 good, 1 bad, 0 inconclusive measurements, 0 errors");
    }

    @Test
    void dryRunsAreShownOnly() {
        var dry = new RunAssessment.Metric("dry", THREE, counts(Phase.FAILED), true);
        RunAssessment run = RunAssessment.of(List.of(dry, metric("m", THREE, Phase.SUCCESSFUL, Phase.SUCCESSFUL, Phase.SUCCESSFUL)), false);
        assertThat(run.verdict()).isInstanceOf(Verdict.Go.class);
        assertThat(run.verdict().reason()).startsWith("dry failed (dry run)");
        assertThat(RunAssessment.of(List.of(dry), false).verdict()).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void ourOwnDoubtNeverFailsAndNothingGoodNeverGoes() {
        var lenient = new MetricLimits(2, true, new Tolerated(-1, 0, 1, 0));
        RunAssessment allBad = RunAssessment.of(List.of(metric("m", lenient, Phase.FAILED, Phase.FAILED)), false);
        assertThat(allBad.phase()).as("as Argo has it").isEqualTo(Phase.SUCCESSFUL);
        assertThat(allBad.verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(allBad.verdict().reason()).startsWith("nothing good was measured: ");
        assertThat(RunAssessment.of(List.of(metric("m", lenient, Phase.ERROR, Phase.ERROR)), false).verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(RunAssessment.of(List.of(metric("m", lenient)), true).verdict()).as("ended before it began").isInstanceOf(Verdict.Inconclusive.class);
        assertThat(RunAssessment.of(List.of(metric("m", lenient)), false).verdict()).isInstanceOf(Verdict.Pending.class);
        assertThatThrownBy(() -> RunAssessment.of(List.of(), false)).hasMessageContaining("at least one metric");
    }

    @Test
    void earlyEndsInBothDirections() {
        var recipe = new MetricLimits(20, true, new Tolerated(0, 20, 20, 1));
        assertThat(recipe.assess(counts(Phase.INCONCLUSIVE, Phase.INCONCLUSIVE), false)).isEqualTo(Phase.RUNNING);
        assertThat(recipe.assess(counts(Phase.INCONCLUSIVE, Phase.SUCCESSFUL), false)).isEqualTo(Phase.SUCCESSFUL);
        assertThat(recipe.assess(counts(Phase.INCONCLUSIVE, Phase.FAILED), false)).isEqualTo(Phase.FAILED);
    }

    @Test
    void conditionsExplainErrors() throws JsonText.Malformed {
        Measurement m = new Conditions("result[0] >= 0.95", "").measure(JsonText.read("[]"), NOW);
        assertThat(m.phase()).isEqualTo(Phase.ERROR);
        assertThat(m.message()).contains("the result is nil or empty").contains("column");
        assertThat(new Conditions("result > 1", "").measure(Value.Nil.NIL, NOW).message()).endsWith("(the result is nil or empty)");
        assertThat(new Conditions("result > 1", "result > 2").measure(new Value.Decimal(1), NOW).phase()).isEqualTo(Phase.INCONCLUSIVE);
    }

    private static final String BODY = "{\"items\": [{\"k\": \"a\", \"v\": 1}, {\"k\": \"b\", \"v\": 2}, {\"k\": \"c\"}], \"x.y\": {\"deep\": [[7]]}, \"n\": null}";

    private static Optional<Value> at(String path) throws JsonText.Malformed {
        return JsonPath.parse(path).first(JsonText.read(BODY));
    }

    @Test
    void pathsLeadToTheFirstMatch() throws JsonText.Malformed {
        assertThat(at("{$.items[1].v}")).contains(new Value.Decimal(2));
        assertThat(at("$.items[-1].k")).contains(new Value.Text("c"));
        assertThat(at("{.items[*].v}")).contains(new Value.Decimal(1));
        assertThat(at("{$['x.y'].deep[0][0]}")).contains(new Value.Decimal(7));
        assertThat(at("{$..deep}")).isPresent();
        assertThat(at("{$.items[1:].k}")).contains(new Value.Text("b"));
        assertThat(at("{$.items[::2].k}")).contains(new Value.Text("a"));
        assertThat(at("{$.items[2,1].k}")).contains(new Value.Text("c"));
        assertThat(at("{$.items[?(@.k==\"b\")].v}")).contains(new Value.Decimal(2));
        assertThat(at("{$.items[?(@.v > 1)].k}")).contains(new Value.Text("b"));
        assertThat(at("{$.items[?(@.v)].k}")).contains(new Value.Text("a"));
        assertThat(at("{$.n}")).contains(Value.Nil.NIL);
        assertThat(at("{$.nothing}")).isEmpty();
        assertThat(at("{$.items[9]}")).isEmpty();
        assertThat(at("{$}")).isPresent();
        assertThatThrownBy(() -> at("{$.items[}")).hasMessageContaining("expected a whole number at column 9");
        assertThatThrownBy(() -> at("{$.items[0}")).hasMessageContaining("expected ]");
        assertThatThrownBy(() -> at("{$ x}")).hasMessageContaining("unexpected");
    }

    @Test
    void answersThatAreNotOkAreErrors() {
        assertThat(WebMeasurement.of(503, "{}", "", new Conditions("true", ""), NOW)).isEqualTo(new Measurement(Phase.ERROR, "", "received non 2xx response code: 503"));
        assertThat(WebMeasurement.of(204, "", "", new Conditions("result == ''", ""), NOW).phase()).isEqualTo(Phase.SUCCESSFUL);
        assertThat(WebMeasurement.of(200, "{}", "{$[", new Conditions("true", ""), NOW).message()).contains("JSON path");
        assertThat(KayentaMeasurement.phase(Double.NaN, 90, 75)).isEqualTo(Phase.FAILED);
    }
}
