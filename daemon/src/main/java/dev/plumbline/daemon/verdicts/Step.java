package dev.plumbline.daemon.verdicts;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one stretch of the window added to a metric. What the numbers mean is the measure's affair; see {@link Readings}.
 *
 * @param endMillis when it was measured, ms since the epoch
 * @param spanMillis how much time its samples span, 0 or more
 * @param buckets upper bounds in seconds to how many requests took at most as long; empty but for latency that is kept interval by interval
 */
record Step(long endMillis, long spanMillis, double amount, double value, SortedMap<Double, Double> buckets) {
    Step {
        buckets = Collections.unmodifiableSortedMap(buckets);
    }

    /** Without buckets. */
    Step(long endMillis, long spanMillis, double amount, double value) {
        this(endMillis, spanMillis, amount, value, Collections.emptySortedMap());
    }

    /** Both, one after the other; their numbers add up. Neither has buckets. */
    Step and(Step later) {
        return new Step(later.endMillis, spanMillis + later.spanMillis, amount + later.amount, value + later.value, new TreeMap<>());
    }
}
