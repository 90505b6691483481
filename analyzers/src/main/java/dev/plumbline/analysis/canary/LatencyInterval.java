package dev.plumbline.analysis.canary;

import java.util.List;

/**
 * The latency histograms of both arms between two evaluations.
 *
 * @param endMillis when it ended, ms since the epoch
 * @param canary how many of the canary's requests took at most as long as each of the trail's bounds
 * @param baseline the stable version's
 * @param weight as in {@link EventInterval}
 */
public record LatencyInterval(long endMillis, List<Double> canary, List<Double> baseline, double weight) {
    public LatencyInterval {
        canary = List.copyOf(canary);
        baseline = List.copyOf(baseline);
    }
}
