package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.Verdict;
import java.util.List;

/**
 * A judgement with everything it rests on.
 *
 * @param score as it is answered
 * @param reason why it is this score, in one line
 * @param results one for each pair, in their order, muted ones among them
 */
public record KayentaResult(Score score, ScoreThresholds.Classification classification, String reason, List<JudgedMetric> results,
        Findings findings) {
    public KayentaResult {
        results = List.copyOf(results);
    }

    /**
     * What a reader must know beside the score.
     *
     * @param unknown metrics that count and could not be judged, with why
     * @param hazards what of Kayenta's behaviour the score rests on
     * @param held whether what is unknown holds the verdict back
     */
    public record Findings(List<String> unknown, List<String> hazards, boolean held) {
        public Findings {
            unknown = List.copyOf(unknown);
            hazards = List.copyOf(hazards);
        }
    }

    /**
     * What a gate is told.
     *
     * @param over whether the window is complete. Before that there is no verdict: looking again and again at a growing window
     *     multiplies false alarms, which this judge has no means against
     */
    public Verdict verdict(boolean over) {
        String text = reason + findings.hazards().stream().map(h -> "; beware: " + h).reduce("", String::concat);
        if (!over) {
            return new Verdict.Pending("so far " + text);
        }
        if (findings.held()) {
            return new Verdict.Inconclusive(text);
        }
        return switch (classification) {
            case PASS -> new Verdict.Go(text);
            case MARGINAL -> new Verdict.Inconclusive(text);
            case FAIL -> new Verdict.NoGo(text);
        };
    }
}
