package dev.plumbline.analysis.keptn;

/**
 * What became of one objective.
 *
 * @param score what it gives: its weight, half of it or 0
 * @param reason in words, with the numbers
 */
public record ObjectiveResult(Objective objective, Outcome outcome, double score, String reason) {

    /** What can become of one. */
    public enum Outcome {
        PASS, WARNING, FAIL,
        /** It has no criteria for passing, and does not count. */
        INFORMATION,
        /** It could not be measured, and counts as the policy says. */
        UNKNOWN
    }
}
