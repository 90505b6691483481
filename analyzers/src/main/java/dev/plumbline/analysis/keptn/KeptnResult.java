package dev.plumbline.analysis.keptn;

import dev.plumbline.analysis.Verdict;
import java.util.List;

/**
 * A judgement with everything it rests on.
 *
 * @param total as it stands, what is unknown counted as the policy says
 * @param best what it would be if everything unknown passed
 * @param reason in one line
 * @param results one for each objective, in their order
 */
public record KeptnResult(TotalScore total, TotalScore best, String reason, List<ObjectiveResult> results) {
    public KeptnResult {
        results = List.copyOf(results);
    }

    /** What a gate is told once the window is over; a warning is no go and no failure. */
    public Verdict verdict(boolean over) {
        if (!over) {
            return new Verdict.Pending("so far " + reason);
        }
        boolean proven = results.stream().anyMatch(r -> r.outcome() == ObjectiveResult.Outcome.PASS || r.outcome() == ObjectiveResult.Outcome.WARNING);
        return switch (total.grade()) {
            case PASS -> proven ? new Verdict.Go(reason) : new Verdict.Inconclusive("nothing was measured that counts: " + reason);
            case WARNING -> new Verdict.Inconclusive(reason);
            case FAIL -> best.grade() == TotalScore.Grade.FAIL ? new Verdict.NoGo(reason) : new Verdict.Inconclusive(reason);
        };
    }
}
