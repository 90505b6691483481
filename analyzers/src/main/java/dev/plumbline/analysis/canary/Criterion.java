package dev.plumbline.analysis.canary;

import org.jspecify.annotations.Nullable;

/**
 * What one metric is held to.
 *
 * @param name unique in its policy
 * @param failAbove the highest value that is still good, null for none
 * @param failBelow the lowest value that is still good, null for none
 * @param margin how it is compared with the baseline, null when it is not; all three are null only for a judge that
 *     has rules of its own, others leave such a metric undecided
 * @param minimum how much evidence it takes before the metric passes or fails, at least 1; of the baseline too where
 *     there is a margin
 * @param exposure what {@code minimum} is counted in
 * @param critical when it fails, the score is 0 and the reason names it first
 */
public record Criterion(String name, @Nullable Quantity failAbove, @Nullable Quantity failBelow, @Nullable Margin margin, long minimum,
        Exposure exposure, NoData noData, boolean critical) {
    public Criterion {
        if (failAbove != null && failBelow != null && failAbove.value() < failBelow.value()) {
            throw new IllegalArgumentException("metric " + name + ": no value is at least " + failBelow + " and at most " + failAbove);
        }
        if (minimum < 1) {
            throw new IllegalArgumentException("metric " + name + ": minimum of evidence is " + minimum + ", must be at least 1");
        }
    }

    /** The same, where no data never means failure. */
    public Criterion holding() {
        return noData == NoData.FAIL ? new Criterion(name, failAbove, failBelow, margin, minimum, exposure, NoData.HOLD, critical) : this;
    }

    /** Whether there is anything that its value could be held against. */
    public boolean isHeld() {
        return failAbove != null || failBelow != null || margin != null;
    }

    /** The same under another name. */
    public Criterion named(String other) {
        return new Criterion(other, failAbove, failBelow, margin, minimum, exposure, noData, critical);
    }

    /** The same without comparison; one that has no limits of its own has none to be held to, so it must have one. */
    public Criterion alone() {
        return new Criterion(name, failAbove, failBelow, null, minimum, exposure, noData, critical);
    }

    /** A value in the words of the metric's limits. */
    public String show(double value) {
        if (failAbove != null) {
            return failAbove.showBeside(value);
        }
        if (failBelow != null) {
            return failBelow.showBeside(value);
        }
        return new Quantity(0, exposure == Exposure.REQUESTS && margin != null && margin.written().endsWith("pp")
                ? Unit.PERCENT : Unit.PLAIN).showBeside(value);
    }
}
