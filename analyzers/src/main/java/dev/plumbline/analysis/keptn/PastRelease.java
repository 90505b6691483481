package dev.plumbline.analysis.keptn;

import dev.plumbline.analysis.keptn.TotalScore.Grade;
import java.util.Map;

/**
 * What an earlier release showed.
 *
 * @param values by indicator; one that was not measured is absent
 * @param amounts how many requests or points each value rests on; absent counts as 1
 */
public record PastRelease(String version, Grade grade, Map<String, Double> values, Map<String, Long> amounts) {
    public PastRelease {
        values = Map.copyOf(values);
        amounts = Map.copyOf(amounts);
    }
}
