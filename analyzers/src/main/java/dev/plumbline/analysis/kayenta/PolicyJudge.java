package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.Judge;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kayenta's judge for a policy: both arms' samples over the window, compared by a canary configuration.
 *
 * <ul>
 * <li><b>go</b>, <b>no-go</b> and <b>inconclusive</b> at the end of the stage, where the score is a pass, a fail or marginal. Not before: looking again and
 *     again at a growing window multiplies false alarms, which this judge has no means against.
 * <li><b>no-go</b> before that only where {@link Rules#everyMillis} asks for judgements on the way, as Kayenta's standalone analysis makes them: it
 *     ends at the first score that is not above the marginal threshold.
 * <li><b>inconclusive</b> at the end, <b>pending</b> before, where a metric that counts could not be looked up, has no baseline to be compared with, or
 *     series that cannot be paired: our own doubt, which never counts against the canary, in either mode.
 * </ul>
 *
 * Every reason says that the verdict is without error control. Pure, and safe for any number of threads.
 */
public final class PolicyJudge implements Judge {
    private static final int MAX_REASONS = 3;
    private final Rules rules;
    private final KayentaJudge judge;

    /**
     * What is judged by.
     *
     * @param noData what an unknown metric means in strict mode
     * @param everyMillis how often is judged on the way, on whole multiples of it since the window's start; 0: only at the end
     */
    public record Rules(CanaryConfig config, ScoreThresholds thresholds, Mode mode, NoData noData, long everyMillis) {
        public Rules {
            if (everyMillis < 0 || everyMillis > 0 && mode == Mode.STRICT) {
                throw new IllegalArgumentException("judgements on the way, every " + everyMillis + " ms, belong to compatible mode");
            }
        }
    }

    public PolicyJudge(Rules rules) {
        this.rules = rules;
        judge = new KayentaJudge(rules.config, rules.thresholds, rules.mode, rules.noData);
    }

    /** The judgement; evidence of metrics with a {@link dev.plumbline.analysis.canary.Trail.Samples} each. */
    @Override
    public Judgement judge(Policy policy, Progress progress, Collection<Evidence> evidence) {
        Map<String, Evidence> byMetric = Evidence.byMetric(evidence);
        List<MetricSamples> metrics = policy.criteria().stream()
                .map(c -> new MetricSamples(c, byMetric.getOrDefault(c.name(), Evidence.notLookedUp(c)))).toList();
        if (evidence.isEmpty()) {
            return Judgement.of(policy, progress, metrics.stream().map(MetricSamples::undecided).toList());
        }
        List<MetricSamples> counting = metrics.stream().filter(m -> !policy.grouping().muted().contains(m.criterion().name())).toList();
        List<String> held = counting.stream().flatMap(m -> m.hindrance().stream()).toList();
        boolean over = progress.isOver(policy);
        if (!held.isEmpty()) {
            String why = String.join(", ", held);
            Verdict verdict = over ? new Verdict.Inconclusive("no answer at the end of the stage: " + why) : new Verdict.Pending(why);
            return new Judgement(verdict, 0, progress.window(policy), counted(policy, metrics.stream().map(MetricSamples::undecided).toList()));
        }
        return judged(policy, progress, metrics, counting);
    }

    private Judgement judged(Policy policy, Progress progress, List<MetricSamples> metrics, List<MetricSamples> counting) {
        var window = progress.window(policy);
        boolean over = progress.isOver(policy);
        String amount = "; " + Exposure.POINTS.show(counting.stream().mapToLong(MetricSamples::amount).min().orElse(0)) + without();
        Optional<KayentaResult> stopping = over ? Optional.empty() : onTheWay(window.startMillis(), window.endMillis(), metrics);
        KayentaResult result = stopping.orElseGet(() -> result(metrics, window.endMillis()));
        Verdict verdict = stopping.isPresent() ? new Verdict.NoGo(result.verdict(true).reason() + "; ended before its time, as it is looked at every "
                + rules.everyMillis / 1000 + " s") : result.verdict(over);
        List<MetricResult> results = metrics.stream().map(m -> became(m, result)).toList();
        return new Judgement(with(verdict, amount), (int) Math.clamp(Math.floor(result.score().value()), 0, 100), window, counted(policy, results));
    }

    private static List<MetricResult> counted(Policy policy, List<MetricResult> results) {
        return results.stream().map(policy.grouping()::counted).toList();
    }

    /** The judgement that ends the analysis before its time; empty where none does. */
    private Optional<KayentaResult> onTheWay(long startMillis, long nowMillis, List<MetricSamples> metrics) {
        long times = rules.everyMillis == 0 ? 0 : (nowMillis - startMillis) / rules.everyMillis;
        return times == 0 ? Optional.empty() : Optional.of(result(metrics, startMillis + times * rules.everyMillis))
                .filter(r -> RepeatedJudgement.stops(r.score().value(), rules.thresholds));
    }

    private KayentaResult result(List<MetricSamples> metrics, long untilMillis) {
        return judge.judge(metrics.stream().filter(m -> m.hindrance().isEmpty()).flatMap(m -> m.pairs(untilMillis).stream()).toList());
    }

    private String without() {
        return switch (rules.mode) {
            case STRICT -> "; by Kayenta's rules, without error control";
            case COMPATIBLE -> "; judged in compatible mode, as Kayenta does, without error control";
        };
    }

    private static Verdict with(Verdict verdict, String amount) {
        String text = verdict.reason() + amount;
        return switch (verdict) {
            case Verdict.Go g -> new Verdict.Go(text);
            case Verdict.NoGo n -> new Verdict.NoGo(text);
            case Verdict.Pending p -> new Verdict.Pending(text);
            case Verdict.Inconclusive i -> new Verdict.Inconclusive(text);
        };
    }

    /** The worst that became of one of the metric's pairs, and of which. */
    private MetricResult became(MetricSamples metric, KayentaResult result) {
        Criterion c = metric.criterion();
        List<MetricClassification> found = result.results().stream().filter(r -> r.metric().name().equals(c.name())).map(JudgedMetric::classification).toList();
        for (Outcome outcome : List.of(Outcome.FAIL, Outcome.PENDING, Outcome.IGNORED, Outcome.PASS)) {
            List<String> reasons = found.stream().filter(f -> outcome(f.label()) == outcome).map(MetricClassification::reason).toList();
            if (!reasons.isEmpty()) {
                return new MetricResult(c, outcome, shown(reasons), metric.evidence());
            }
        }
        return metric.undecided();
    }

    private static String shown(List<String> reasons) {
        var text = new ArrayList<>(reasons.subList(0, Math.min(MAX_REASONS, reasons.size())));
        if (reasons.size() > MAX_REASONS) {
            text.add("and " + (reasons.size() - MAX_REASONS) + " more");
        }
        return String.join(", ", text);
    }

    private Outcome outcome(Label label) {
        return switch (label) {
            case PASS -> Outcome.PASS;
            case HIGH, LOW, NODATA_FAIL -> Outcome.FAIL;
            case NODATA, ERROR -> rules.mode == Mode.COMPATIBLE ? Outcome.IGNORED : switch (rules.noData) {
                case HOLD -> Outcome.PENDING;
                case FAIL -> Outcome.FAIL;
                case IGNORE -> Outcome.IGNORED;
            };
        };
    }
}
