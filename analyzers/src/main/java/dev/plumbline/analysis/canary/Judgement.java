package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.Window;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import java.util.List;

/**
 * A verdict with everything it rests on.
 *
 * @param score 0 to 100: the share of the metrics that count which pass; 0 when a critical one fails
 * @param results one for each of the policy's criteria, in their order
 */
public record Judgement(Verdict verdict, int score, Window window, List<MetricResult> results) {
    public Judgement {
        results = List.copyOf(results);
        if (score < 0 || score > 100) {
            throw new IllegalArgumentException("score " + score + " is outside of 0 to 100");
        }
    }

    /** What follows from what became of each metric: the verdict by the policy's groups and times, its reason and the score. */
    public static Judgement of(Policy policy, Progress progress, List<MetricResult> all) {
        List<MetricResult> results = all.stream().map(policy.grouping()::counted).toList();
        return new Judgement(verdict(policy, progress, results), score(results), progress.window(policy), results);
    }

    private static Verdict verdict(Policy policy, Progress progress, List<MetricResult> results) {
        var reason = new ReasonText(policy, results);
        Outcome whole = policy.grouping().outcome(results);
        if (whole == Outcome.FAIL) {
            return new Verdict.NoGo(reason.failed());
        }
        if (whole == Outcome.PASS && progress.window(policy).lengthMillis() >= policy.minWindowMillis()) {
            return new Verdict.Go(reason.passed());
        }
        return progress.isOver(policy) ? new Verdict.Inconclusive(reason.over()) : new Verdict.Pending(reason.waiting(progress));
    }

    private static int score(List<MetricResult> results) {
        if (results.stream().anyMatch(r -> r.outcome() == Outcome.FAIL && r.criterion().critical())) {
            return 0;
        }
        long counting = results.stream().filter(r -> r.outcome() != Outcome.IGNORED).count();
        long passing = results.stream().filter(r -> r.outcome() == Outcome.PASS).count();
        return counting == 0 ? 0 : (int) (100 * passing / counting);
    }
}
