package dev.plumbline.analysis.keptn;

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
import dev.plumbline.analysis.canary.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Judges a policy's metrics by objectives, once: when the stage's time is over; until then it is pending, with the score so far. A metric on less than its minimum
 * of evidence, one that could not be looked up and one of which only an undecided lower bound is known are not known, and hold the verdict back whatever the policy
 * says of no data, unless the others fail whatever they would be. The score is that of the objectives, rounded down.
 */
public final class ObjectivesJudge implements Judge {
    private final List<Objective> objectives;
    private final TotalScore.Thresholds thresholds;
    private final PastComparison comparison;
    private final List<PastRelease> latestFirst;

    /**
     * One for a policy.
     *
     * @param objectives one for each of the policy's criteria, of the same names
     * @param latestFirst earlier releases, the latest one first
     */
    public ObjectivesJudge(List<Objective> objectives, TotalScore.Thresholds thresholds, PastComparison comparison, List<PastRelease> latestFirst) {
        this.objectives = List.copyOf(objectives);
        this.thresholds = thresholds;
        this.comparison = comparison;
        this.latestFirst = List.copyOf(latestFirst);
    }

    @Override
    public Judgement judge(Policy policy, Progress progress, Collection<Evidence> evidence) {
        KeptnResult result = result(policy, progress, evidence);
        Map<String, Evidence> byMetric = Evidence.byMetric(evidence);
        Map<String, ObjectiveResult> byObjective = result.results().stream().collect(Collectors.toMap(r -> r.objective().sli(), r -> r));
        var results = new ArrayList<MetricResult>();
        for (Criterion c : policy.criteria()) {
            ObjectiveResult r = byObjective.get(c.name());
            if (r == null) {
                throw new IllegalArgumentException("there is no objective for metric " + c.name());
            }
            Evidence e = byMetric.getOrDefault(c.name(), Evidence.notLookedUp(c));
            results.add(new MetricResult(c, outcome(r, known(policy, progress, c, e).noData), r.reason(), e));
        }
        boolean over = progress.isOver(policy);
        if (!over && progress.window(policy).lengthMillis() == 0) {
            return Judgement.of(policy, progress, results);
        }
        int score = (int) Math.floor(result.total().percent());
        return new Judgement(with(result.verdict(over), amounts(results)), score, progress.window(policy), results);
    }

    /** What the objectives come to. */
    public KeptnResult result(Policy policy, Progress progress, Collection<Evidence> evidence) {
        Map<String, Evidence> byMetric = Evidence.byMetric(evidence);
        var readings = new HashMap<String, Reading>();
        var noData = new HashMap<String, NoData>();
        for (Criterion c : policy.criteria()) {
            Known known = known(policy, progress, c, byMetric.getOrDefault(c.name(), Evidence.notLookedUp(c)));
            readings.put(c.name(), known.reading);
            noData.put(c.name(), known.noData);
        }
        return new KeptnJudge(new ServiceLevels(objectives, thresholds, comparison, NoData.HOLD, noData)).judge(readings, latestFirst);
    }

    /** What is known of a metric, and what it means if that is nothing. */
    private record Known(Reading reading, NoData noData) {}

    private static Known known(Policy policy, Progress progress, Criterion c, Evidence e) {
        return switch (e.reading()) {
            case Reading.Unreadable u -> new Known(u, NoData.HOLD);
            case Reading.AtLeast n when Double.isFinite(n.value()) -> enough(c, e, "at least " + KeptnJudge.show(n.value()));
            case Reading.Number n when Double.isFinite(n.value()) -> enough(c, e, KeptnJudge.show(n.value()));
            case Reading.AtLeast n -> nothing(policy, progress, c, new Reading.Missing("the value is at least " + n.value()));
            case Reading.Number n -> nothing(policy, progress, c, n);
            case Reading.Missing m -> nothing(policy, progress, c, m);
        };
    }

    private static Known nothing(Policy policy, Progress progress, Criterion c, Reading reading) {
        long measured = progress.window(policy).lengthMillis();
        return new Known(reading, measured > 0 && measured >= policy.minWindowMillis() ? c.noData() : NoData.HOLD);
    }

    private static Known enough(Criterion c, Evidence e, String value) {
        Reading reading = e.amount() >= c.minimum() ? e.reading()
                : new Reading.Missing(value + " so far, on " + c.exposure().show(e.amount()) + " of at least " + c.exposure().show(c.minimum()));
        return new Known(reading, NoData.HOLD);
    }

    private static Outcome outcome(ObjectiveResult r, NoData noData) {
        return switch (r.outcome()) {
            case PASS -> Outcome.PASS;
            case FAIL -> Outcome.FAIL;
            case WARNING -> Outcome.PENDING; // neither good nor bad
            case INFORMATION -> Outcome.IGNORED;
            case UNKNOWN -> switch (noData) {
                case HOLD -> Outcome.PENDING;
                case FAIL -> Outcome.FAIL;
                case IGNORE -> Outcome.IGNORED;
            };
        };
    }

    private static Verdict with(Verdict verdict, String amounts) {
        return switch (verdict) {
            case Verdict.Go v -> new Verdict.Go(v.reason() + amounts);
            case Verdict.NoGo v -> new Verdict.NoGo(v.reason() + amounts);
            case Verdict.Pending v -> new Verdict.Pending(v.reason() + amounts);
            case Verdict.Inconclusive v -> new Verdict.Inconclusive(v.reason() + amounts);
        };
    }

    /** {@code ; 5,210 requests, 12 points}: the smallest amount of each kind among the metrics that count. */
    private static String amounts(List<MetricResult> results) {
        Map<Exposure, Long> least = new EnumMap<>(Exposure.class);
        results.stream().filter(r -> r.outcome() != Outcome.IGNORED).forEach(r -> least.merge(r.criterion().exposure(), r.evidence().amount(), Math::min));
        return least.isEmpty() ? "" : least.entrySet().stream().map(e -> e.getKey().show(e.getValue())).collect(Collectors.joining(", ", "; ", ""));
    }
}
