package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the gate says. */
public sealed interface GateAnswer {

    /**
     * There is an analysis, or there will be one: its verdict so far.
     *
     * @param analysis its name, null when none was started
     * @param score 0 to 100
     * @param sinceMillis when it started, empty when none was started; ms since the epoch
     * @param decidedMillis when the verdict became final, empty before
     * @param reportUrl where people read more, null when there is no such place
     * @param lateNoGo what was seen after this release was let go at this or another stage, null when nothing was
     */
    record Judged(Verdict verdict, @Nullable String analysis, AnalysisKey key, int score, OptionalLong sinceMillis,
            OptionalLong decidedMillis, @Nullable String reportUrl, @Nullable String lateNoGo) implements GateAnswer {

        /** Why the verdict is what it is, for people. */
        public String reason() {
            return verdict.reason();
        }

        Judged withLateNoGo(@Nullable String seen) {
            return new Judged(verdict, analysis, key, score, sinceMillis, decidedMillis, reportUrl, seen);
        }

        /** The same, stopped by a freeze; nothing is decided by that. */
        Judged frozen(String reason) {
            return new Judged(new Verdict.NoGo(reason), analysis, key, score, sinceMillis, OptionalLong.empty(), reportUrl, lateNoGo);
        }
    }

    /** There is no such policy or stage, or no policy governs the service. */
    record NotFound(String detail) implements GateAnswer {}

    /** The question is not complete or not well-formed. */
    record BadQuestion(String detail) implements GateAnswer {}
}
