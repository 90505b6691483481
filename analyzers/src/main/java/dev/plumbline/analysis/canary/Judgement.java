package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.Window;
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
}
