package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.anytime.CountEvidence;
import dev.plumbline.analysis.anytime.NormalMixture;
import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.kayenta.CanaryConfig;
import dev.plumbline.analysis.kayenta.CanaryMetric;
import dev.plumbline.analysis.kayenta.KayentaJudge;
import dev.plumbline.analysis.kayenta.Label;
import dev.plumbline.analysis.kayenta.MetricPair;
import dev.plumbline.analysis.kayenta.Mode;
import dev.plumbline.analysis.kayenta.ScoreThresholds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The rules that are compared: ours, and the designs that were weighed against it. */
final class Rules {
    static final double ALPHA = 0.05;
    static final int MINUTES = 60;
    private static final MarginTest.Levels LEVELS = new MarginTest.Levels(ALPHA, ALPHA, AlphaSpending.DEFAULT);

    private Rules() {}

    /** The judge's rule for "not worse at all": conditional test, spent alpha, dispersion from the hour before and the run. */
    static Rule ours(List<EventInterval> before) {
        return new Comparison(new EventComparison(new MarginTest(1, 0, LEVELS)), before, false);
    }

    /** The same without an hour before. */
    static Rule oursWithoutHistory(List<EventInterval> before) {
        return ours(List.of());
    }

    /** The judge's rule for a margin of one percentage point. */
    static Rule onePoint(List<EventInterval> before) {
        return new Comparison(new EventComparison(new MarginTest(1, 0.01, LEVELS)), before, true);
    }

    /** The same without an hour before. */
    static Rule onePointWithoutHistory(List<EventInterval> before) {
        return onePoint(List.of());
    }

    /** One-sided beta-binomial e-value, k = 4; it knows neither dispersion nor weights, which are taken to be equal. */
    static Rule betaBinomial(List<EventInterval> before) {
        var sums = new double[2];
        return (i, minute) -> {
            sums[0] += i.events();
            sums[1] += i.baselineEvents();
            return CountEvidence.above(0.5, 2, 2, sums[0], sums[1]) >= -Math.log(ALPHA) ? Rule.Answer.FAIL : Rule.Answer.OPEN;
        };
    }

    /** The same on counts that are divided by the factor of over-dispersion, from the hour before and the run. */
    static Rule scaledBetaBinomial(List<EventInterval> before) {
        var sums = new double[3];
        var state = new ComparisonState[] {EventComparison.start(before)};
        return (i, minute) -> {
            sums[0] += i.events();
            sums[1] += i.baselineEvents();
            ComparisonState s = state[0];
            state[0] = new ComparisonState(s.baseline().with(i.baselineEvents(), i.baselineRequests()), s.canary().with(i.events(), i.requests()),
                    s.margin());
            double squared = Variation.squared(state[0].baseline(), state[0].canary());
            double factor = Variation.inflation(squared, Math.max(sums[0], sums[1]) / minute);
            return CountEvidence.above(0.5, 2, 2, sums[0] / factor, sums[1] / factor) >= -Math.log(ALPHA) ? Rule.Answer.FAIL : Rule.Answer.OPEN;
        };
    }

    /** Normal-mixture confidence sequence on differences with their own variance, none before 8 minutes. */
    static Rule empiricalVariance(List<EventInterval> before) {
        var sums = new double[3];
        return (i, minute) -> {
            double difference = i.events() / i.requests() - i.baselineEvents() / i.baselineRequests();
            sums[0]++;
            sums[1] += difference;
            sums[2] += difference * difference;
            double variance = (sums[2] - sums[1] * sums[1] / sums[0]) / (sums[0] - 1);
            if (minute < 8 || !(variance > 0)) {
                return Rule.Answer.OPEN;
            }
            double log = new NormalMixture(3, true).logValue(sums[1] / Math.sqrt(variance), sums[0]);
            return sums[1] > 0 && log >= -Math.log(ALPHA) ? Rule.Answer.FAIL : Rule.Answer.OPEN;
        };
    }

    /** Kayenta's judge, compatible, direction increase, asked every ten minutes for all minutes so far. */
    static Rule kayenta(List<EventInterval> before) {
        var usual = CanaryMetric.Rules.USUAL;
        var metric = new CanaryMetric("errors", List.of("g"),
                new CanaryMetric.Rules(Margin.Direction.INCREASE, usual.cleaning(), usual.effect(), usual.importance()));
        var judge = new KayentaJudge(new CanaryConfig("simulated", List.of(metric), Map.of()), new ScoreThresholds(95, 75), Mode.COMPATIBLE,
                NoData.HOLD);
        var control = new double[MINUTES];
        var experiment = new double[MINUTES];
        return (i, minute) -> {
            control[minute - 1] = i.baselineEvents() / i.baselineRequests();
            experiment[minute - 1] = i.events() / i.requests();
            if (minute % 10 != 0) {
                return Rule.Answer.OPEN;
            }
            var pair = new MetricPair("errors", Map.of(), Arrays.copyOf(control, minute), Arrays.copyOf(experiment, minute));
            Label label = judge.judge(List.of(pair)).results().getFirst().classification().label();
            return label == Label.HIGH ? Rule.Answer.FAIL : Rule.Answer.OPEN;
        };
    }

    private static final class Comparison implements Rule {
        private final EventComparison comparison;
        private final boolean passes;
        private ComparisonState state;

        Comparison(EventComparison comparison, List<EventInterval> before, boolean passes) {
            this.comparison = comparison;
            this.passes = passes;
            state = EventComparison.start(before);
        }

        @Override
        public Answer look(EventInterval interval, int minute) {
            state = comparison.next(state, interval, minute / (double) MINUTES);
            if (comparison.test().isWorse(state.margin())) {
                return Answer.FAIL;
            }
            return passes && comparison.test().isWithin(state.margin()) ? Answer.PASS : Answer.OPEN;
        }
    }
}
