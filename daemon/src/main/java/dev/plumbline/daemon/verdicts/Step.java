package dev.plumbline.daemon.verdicts;

/**
 * What one stretch of the window added to a metric. What the two numbers mean is the measure's affair; see {@link Readings}.
 *
 * @param endMillis when it was measured, ms since the epoch
 * @param spanMillis how much time its samples span, 0 or more
 */
record Step(long endMillis, long spanMillis, double amount, double value) {

    /** Both, one after the other; their numbers add up. */
    Step and(Step later) {
        return new Step(later.endMillis, spanMillis + later.spanMillis, amount + later.amount, value + later.value);
    }
}
