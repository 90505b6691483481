package dev.plumbline.analysis.sequential;

/**
 * Where a {@link MarginTest} stands, as plain numbers. With a relative margin the two crossings count, with an absolute one the totals and
 * the highest evidence so far.
 *
 * @param totals running sums of both arms
 * @param worse the crossing that proves the canary worse
 * @param within the crossing that proves it not worse
 * @param highestWorse natural logarithm of the most evidence there ever was that it is worse
 * @param highestWithin the same that it is not
 */
public record MarginState(RateTotals totals, CrossingState worse, CrossingState within, double highestWorse, double highestWithin) {
    /** Before any evidence. */
    public static MarginState start() {
        return new MarginState(RateTotals.NONE, CrossingState.start(), CrossingState.start(), 0, 0);
    }
}
