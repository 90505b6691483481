package dev.plumbline.analysis.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.kayenta.ScoreThresholds.Classification;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KayentaJudgeTest {
    private static final ScoreThresholds THRESHOLDS = new ScoreThresholds(95, 75);
    private static final double[] NONE = {};

    private static CanaryMetric metric(String name, Importance importance, String... groups) {
        CanaryMetric.Rules usual = CanaryMetric.Rules.USUAL;
        return new CanaryMetric(name, List.of(groups), new CanaryMetric.Rules(usual.direction(), usual.cleaning(), usual.effect(), importance));
    }

    private static double[] around(double centre, long seed) {
        var random = new SplittableRandom(seed);
        double[] values = new double[30];
        Arrays.setAll(values, i -> centre * (1 + 0.05 * random.nextGaussian()));
        return values;
    }

    private static MetricPair pair(String name, double[] control, double[] experiment) {
        return new MetricPair(name, Map.of(), control, experiment);
    }

    private static KayentaResult judge(Mode mode, NoData noData, CanaryConfig config, MetricPair... pairs) {
        return new KayentaJudge(config, THRESHOLDS, mode, noData).judge(List.of(pairs));
    }

    private static final CanaryConfig TWO = new CanaryConfig("two",
            List.of(metric("errors", Importance.USUAL, "g"), metric("latency", Importance.USUAL, "g")), Map.of("g", 100.0));

    @Test
    void aGoodCanaryPassesInBothModes() {
        for (Mode mode : Mode.values()) {
            KayentaResult result = judge(mode, NoData.HOLD, TWO, pair("errors", around(3, 1), around(3, 2)), pair("latency", around(9, 3), around(9, 4)));
            assertThat(result.score().value()).isEqualTo(100);
            assertThat(result.classification()).isEqualTo(Classification.PASS);
            assertThat(result.verdict(false)).isInstanceOf(Verdict.Pending.class);
            assertThat(result.verdict(true)).isInstanceOf(Verdict.Go.class);
            assertThat(result.verdict(true).reason()).isEqualTo("score 100 (pass from 95, marginal from 75): 2 of 2 metrics pass");
        }
    }

    @Test
    void aBadOneFailsWithItsNumbers() {
        KayentaResult result = judge(Mode.STRICT, NoData.HOLD, TWO, pair("errors", around(3, 1), around(6, 2)), pair("latency", around(9, 3), around(9, 4)));
        assertThat(result.verdict(true)).isInstanceOf(Verdict.NoGo.class);
        assertThat(result.reason()).startsWith("score 50 (pass from 95, marginal from 75): 1 of 2 metrics pass; errors: the canary lies ")
                .contains("above the baseline (interval ", "p ", "ratio of means 1.9", ", too high");
        JudgedMetric errors = result.results().getFirst();
        assertThat(errors.classification().label()).isEqualTo(Label.HIGH);
        assertThat(errors.control().count()).isEqualTo(30);
    }

    @Test
    void tinyNumbersAreJudgedLikeLargeOnes() {
        double[] control = Arrays.stream(around(3, 1)).map(v -> v * 1e-8).toArray();
        double[] experiment = Arrays.stream(around(6, 2)).map(v -> v * 1e-8).toArray();
        var one = new CanaryConfig("one", List.of(metric("errors", Importance.USUAL, "g")), Map.of());
        assertThat(judge(Mode.STRICT, NoData.HOLD, one, pair("errors", control, experiment)).verdict(true)).isInstanceOf(Verdict.NoGo.class);
        KayentaResult compatible = judge(Mode.COMPATIBLE, NoData.HOLD, one, pair("errors", control, experiment));
        assertThat(compatible.findings().hazards()).singleElement().asString().contains("too coarse");
        assertThat(compatible.verdict(true).reason()).contains("; beware: the interval of errors is known to 0.0001 only");
    }

    @Test
    void errorsPassInKayentaAndHoldHere() {
        var one = new CanaryConfig("one", List.of(metric("errors", Importance.USUAL, "g")), Map.of());
        MetricPair single = pair("errors", new double[] {5}, new double[] {50});
        KayentaResult compatible = judge(Mode.COMPATIBLE, NoData.HOLD, one, single);
        assertThat(compatible.results().getFirst().classification().label()).isEqualTo(Label.ERROR);
        assertThat(compatible.score().value()).isEqualTo(100);
        assertThat(compatible.verdict(true)).isInstanceOf(Verdict.Go.class);
        assertThat(compatible.verdict(true).reason()).contains("beware: errors ended in an error and counts for nothing");
        assertThat(judge(Mode.STRICT, NoData.HOLD, one, single).verdict(true)).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(judge(Mode.STRICT, NoData.IGNORE, one, single).verdict(true)).as("nothing is left to judge by").isInstanceOf(Verdict.Inconclusive.class);
        assertThat(judge(Mode.STRICT, NoData.FAIL, one, single).verdict(true)).isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void noDataNeverPassesUnsaid() {
        MetricPair good = pair("errors", around(3, 1), around(3, 2));
        KayentaResult held = judge(Mode.STRICT, NoData.HOLD, TWO, good);
        assertThat(held.verdict(true)).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(held.score().value()).as("neither a pass nor a fail").isEqualTo(75);
        assertThat(held.reason()).endsWith("; not known: latency: neither side has data");
        KayentaResult ignored = judge(Mode.STRICT, NoData.IGNORE, TWO, good);
        assertThat(ignored.verdict(true)).isInstanceOf(Verdict.Go.class);
        assertThat(ignored.reason()).endsWith("; ignored, as this policy says: latency: neither side has data");
        assertThat(judge(Mode.STRICT, NoData.FAIL, TWO, good).verdict(true)).isInstanceOf(Verdict.NoGo.class);
        KayentaResult bad = judge(Mode.STRICT, NoData.HOLD, TWO, pair("errors", around(3, 1), around(9, 2)));
        assertThat(bad.verdict(true)).as("fails whatever the other one would be").isInstanceOf(Verdict.NoGo.class);
    }

    @Test
    void replacingNothingPassesInKayentaOnly() {
        var rules = new CanaryMetric.Rules(CanaryMetric.Rules.USUAL.direction(), new Cleaning(true, false, 3),
                EffectLimits.any(EffectLimits.Measure.CLES), Importance.USUAL);
        var one = new CanaryConfig("one", List.of(new CanaryMetric("errors", List.of("g"), rules)), Map.of());
        KayentaResult compatible = judge(Mode.COMPATIBLE, NoData.HOLD, one, pair("errors", new double[] {1}, NONE));
        assertThat(compatible.verdict(true)).isInstanceOf(Verdict.Go.class);
        assertThat(compatible.findings().hazards()).containsExactly("errors passes without data, since nanStrategy is replace");
        assertThat(judge(Mode.STRICT, NoData.HOLD, one, pair("errors", new double[] {1}, NONE)).verdict(true)).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void weightsOfAbsentGroupsAreSharedHere() {
        var config = new CanaryConfig("weights", List.of(metric("errors", Importance.USUAL, "a")), Map.of("a", 60.0, "b", 40.0));
        MetricPair good = pair("errors", around(3, 1), around(3, 2));
        KayentaResult compatible = judge(Mode.COMPATIBLE, NoData.HOLD, config, good);
        assertThat(compatible.score().value()).isEqualTo(60);
        assertThat(compatible.findings().hazards()).containsExactly(
                "the weight 40 of group b is lost, since no metric is in it: the score cannot pass 60");
        assertThat(judge(Mode.STRICT, NoData.HOLD, config, good).score().value()).isEqualTo(100);
    }

    @Test
    void metricsWithoutAGroupCountHere() {
        var config = new CanaryConfig("ungrouped", List.of(metric("errors", Importance.USUAL), metric("latency", Importance.USUAL, "g")), Map.of());
        MetricPair[] pairs = {pair("errors", around(3, 1), around(9, 2)), pair("latency", around(9, 3), around(9, 4))};
        assertThat(judge(Mode.COMPATIBLE, NoData.HOLD, config, pairs).score().value()).isEqualTo(100);
        assertThat(judge(Mode.COMPATIBLE, NoData.HOLD, config, pairs).findings().hazards()).containsExactly("errors is in no group and cannot lower the score");
        assertThat(judge(Mode.STRICT, NoData.HOLD, config, pairs).score().value()).isEqualTo(50);
    }

    @Test
    void criticalMutedAndRequiredMetrics() {
        MetricPair bad = pair("errors", around(3, 1), around(9, 2));
        MetricPair good = pair("latency", around(9, 3), around(9, 4));
        for (Mode mode : Mode.values()) {
            var critical = new CanaryConfig("c", List.of(metric("errors", new Importance(true, false, false), "a"), metric("latency", Importance.USUAL, "b")),
                    Map.of("a", 1.0, "b", 99.0));
            assertThat(judge(mode, NoData.HOLD, critical, bad, good).reason()).startsWith("score 0 (pass from 95, marginal from 75): a critical metric fails: errors");
            var muted = new CanaryConfig("m", List.of(metric("errors", new Importance(true, true, false), "a"), metric("latency", Importance.USUAL, "b")), Map.of());
            assertThat(judge(mode, NoData.HOLD, muted, bad, good).verdict(true)).isInstanceOf(Verdict.Go.class);
            var required = new CanaryConfig("r", List.of(metric("errors", new Importance(false, false, true), "a")), Map.of());
            assertThat(judge(mode, NoData.HOLD, required, pair("errors", NONE, around(3, 2))).score().value()).isZero();
        }
    }

    @Test
    void infiniteAndFewValuesAreNoPass() {
        var one = new CanaryConfig("one", List.of(metric("errors", Importance.USUAL, "g")), Map.of());
        double[] infinite = around(3, 2);
        infinite[4] = Double.POSITIVE_INFINITY;
        KayentaResult result = judge(Mode.STRICT, NoData.HOLD, one, pair("errors", around(3, 1), infinite));
        assertThat(result.findings().unknown()).containsExactly("errors: 1 of 60 values are infinite, which cannot be compared");
        KayentaResult few = judge(Mode.STRICT, NoData.HOLD, one, pair("errors", new double[] {1, 1, 1}, new double[] {1, 1, 1}));
        assertThat(few.reason()).contains("3 points of the baseline and 3 of the canary are too few for a confidence of 98 %");
    }

    @Test
    void equalArgumentsGiveEqualResults() {
        double[] five = {5, 5, 5, 5, 5, 5};
        double[] six = {6, 6, 6, 6, 6, 6};
        for (Mode mode : Mode.values()) {
            KayentaResult a = judge(mode, NoData.HOLD, TWO, pair("errors", five, six));
            assertThat(judge(mode, NoData.HOLD, TWO, pair("errors", five, six))).isEqualTo(a);
            assertThat(a.results().getFirst().classification().label()).as("constant on both sides, in %s", mode).isEqualTo(Label.HIGH);
        }
        assertThatThrownBy(() -> judge(Mode.STRICT, NoData.HOLD, TWO, pair("other", five, six))).hasMessageContaining("metric other is not in");
    }
}
