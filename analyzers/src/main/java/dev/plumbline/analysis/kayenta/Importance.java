package dev.plumbline.analysis.kayenta;

/**
 * How much a metric matters.
 *
 * @param critical when it fails, the score is 0
 * @param muted it is judged and shown, and never counts
 * @param mustHaveData no data fails it
 */
public record Importance(boolean critical, boolean muted, boolean mustHaveData) {
    /** None of the three. */
    public static final Importance USUAL = new Importance(false, false, false);
}
