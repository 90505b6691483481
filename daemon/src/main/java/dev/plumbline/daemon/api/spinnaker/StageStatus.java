package dev.plumbline.daemon.api.spinnaker;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.daemon.verdicts.AnalysisView;
import dev.plumbline.daemon.verdicts.GateAnswer;
import java.util.Optional;

/** The words that {@code successStatuses}, {@code terminalStatuses} and {@code canceledStatuses} of a stage may name. */
enum StageStatus {
    /** Goes on; never named in a stage. */
    RUNNING,
    /** Go. */
    PASS,
    /** No-go, also by a person or a change freeze. */
    FAIL,
    /** Ended without an answer, or a person said hold. */
    INCONCLUSIVE,
    /** Somebody ended it. */
    CANCELED;

    /** How a stage should see an analysis; {@code freeze} is why nothing may go on at present. */
    static StageStatus of(AnalysisView view, Optional<String> freeze) {
        if (freeze.isPresent()) {
            return FAIL;
        }
        return view.canceled() && view.answer().verdict() instanceof Verdict.Inconclusive ? CANCELED : of(view.answer());
    }

    private static StageStatus of(GateAnswer.Judged answer) {
        return switch (answer.verdict()) {
            case Verdict.Go _ -> PASS;
            case Verdict.NoGo _ -> FAIL;
            case Verdict.Pending _ -> RUNNING;
            case Verdict.Inconclusive _ -> INCONCLUSIVE;
        };
    }
}
