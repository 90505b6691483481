package dev.plumbline.analysis.canary;

import org.jspecify.annotations.Nullable;

/**
 * What one metric is held to.
 *
 * @param name unique in its policy
 * @param failAbove the highest value that is still good, null for none
 * @param failBelow the lowest value that is still good, null for none; at least one of the two is given
 * @param minimum how much evidence it takes before the metric passes or fails, at least 1
 * @param exposure what {@code minimum} is counted in
 * @param critical when it fails, the score is 0 and the reason names it first
 */
public record Criterion(String name, @Nullable Quantity failAbove, @Nullable Quantity failBelow, long minimum,
        Exposure exposure, NoData noData, boolean critical) {
    public Criterion {
        if (failAbove == null && failBelow == null) {
            throw new IllegalArgumentException("metric " + name + " has no limit");
        }
        if (failAbove != null && failBelow != null && failAbove.value() < failBelow.value()) {
            throw new IllegalArgumentException("metric " + name + ": no value is at least " + failBelow + " and at most " + failAbove);
        }
        if (minimum < 1) {
            throw new IllegalArgumentException("metric " + name + ": minimum of evidence is " + minimum + ", must be at least 1");
        }
    }
}
