package dev.plumbline.analysis.kayenta;

import org.jspecify.annotations.Nullable;

/**
 * What became of one metric.
 *
 * @param critical whether it fails the canary on its own
 * @param reason in words, with the numbers
 * @param comparison the numbers, null where the sides were not compared
 */
public record MetricClassification(Label label, boolean critical, String reason, @Nullable Comparison comparison) {

    /** Mean of the canary by mean of the baseline, as results show it; 1 where the sides were not compared. */
    public double ratio() {
        return comparison == null ? 1 : comparison.ratio();
    }
}
