package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.config.canary.Reaction;
import dev.plumbline.daemon.config.canary.RolloutTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something final that an analysis has to tell.
 *
 * @param id the same for the same event, also after a restart: {@code a-01J…/verdict}, {@code …/late_no_go}, {@code …/decision-1}
 * @param verdict never pending
 * @param analysis the analysis' name
 * @param key what was analysed: namespace, service, version, revision, stage, policy
 * @param stable the version that is replaced, empty when it was not given
 * @param weight the stage's share of traffic in percent, 0 to 100
 * @param lastStage whether the policy has no stage after this one
 * @param score 0 to 100
 * @param metrics one for each metric, in the policy's order
 * @param by the person whose decision it is, empty unless {@code kind} is {@link Kind#DECISION}
 * @param reportUrl where people read more, null when there is no such place
 * @param picture of the metric that it hangs on, null when there is none
 * @param timeMillis when it became so, ms since the epoch
 * @param target what {@code reaction.rollout()} acts on, null when the policy names nothing
 * @param reaction what the policy wants to follow; of a late no-go who is told, and nothing to do to the rollout
 */
public record VerdictEvent(String id, Kind kind, Verdict verdict, String analysis, AnalysisKey key, String stable, int weight,
        boolean lastStage, int score, List<Line> metrics, String by, @Nullable String reportUrl, @Nullable Picture picture, long timeMillis,
        @Nullable RolloutTarget target, Reaction reaction) {
    public VerdictEvent {
        metrics = List.copyOf(metrics);
        if (!verdict.ended()) {
            throw new IllegalArgumentException(id + ": a pending verdict is not told");
        }
    }

    /** What happened. */
    public enum Kind {
        /** The analysis ended. */
        VERDICT,
        /** It had ended as go, and what was seen later would have been a no-go. The verdict stands. */
        LATE_NO_GO,
        /** A person decided. */
        DECISION
    }

    /** A PNG that whoever has its address may see, and a line that says what is to be seen. */
    public record Picture(String url, String caption) {}

    /**
     * One metric.
     *
     * @param outcome {@code pass}, {@code fail}, {@code pending}, {@code ignored}
     * @param reason the metric, the number, the limit
     */
    public record Line(String metric, String outcome, String reason) {}
}
