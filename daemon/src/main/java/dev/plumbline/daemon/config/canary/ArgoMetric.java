package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.argo.Conditions;
import dev.plumbline.analysis.argo.MetricLimits;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Unit;

/**
 * One metric of an AnalysisTemplate, all of its arguments filled in.
 *
 * @param schedule when it is measured
 * @param kept how many of its measurements are kept one by one, the latest ones; 1 to {@value #MOST_KEPT}
 * @param dryRun measured and shown, and without effect
 */
public record ArgoMetric(String name, ArgoProvider provider, Conditions conditions, MetricLimits limits, Schedule schedule, int kept, boolean dryRun) {
    /** The most measurements of one metric that are kept one by one. */
    public static final int MOST_KEPT = 240;
    /** How soon a measurement that was an error is taken again, whatever the interval is. */
    public static final long ERROR_RETRY_MILLIS = 10_000;
    private static final long SLACK_MILLIS = 60_000;

    /** When a metric is measured, in ms; {@code intervalMillis} is 0 for one that is measured once. */
    public record Schedule(long delayMillis, long intervalMillis) {}

    /** Whether nothing in it says when enough was measured. */
    public boolean endless() {
        return limits.effectiveCount() == Integer.MAX_VALUE;
    }

    /** How long it takes from the start, in ms, with time for errors that are tried again; 0 for one without an end. */
    long lengthMillis() {
        long planned = endless() ? 0 : schedule.delayMillis + (limits.effectiveCount() - 1L) * schedule.intervalMillis;
        return endless() ? 0 : planned + planned / 2 + SLACK_MILLIS + ERROR_RETRY_MILLIS * (limits.tolerated().consecutiveErrors() + 1L);
    }

    /** What the verdict lists it by; its conditions decide, so that the limit is one that every number holds. */
    Criterion criterion() {
        return new Criterion(name, new Quantity(Double.MAX_VALUE, Unit.PLAIN), null, null, 1, Exposure.POINTS, NoData.HOLD, false);
    }
}
