package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Judgement;
import java.util.function.Supplier;

/**
 * An answer together with the judgement behind it: every metric, its evidence, the series and the queries.
 *
 * @param behind finds the judgement out, which may cost the judging of all that was measured
 */
public record Report(GateAnswer.Judged answer, Supplier<Judgement> behind) {

    /** What the answer rests on. */
    public Judgement judgement() {
        return behind.get();
    }
}
