package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Criterion;

/**
 * One metric of a policy: how it is measured and what it is held to.
 *
 * @param muted whether it is measured and shown, and does not count
 * @param matcher what is added to the selectors of both arms, empty for nothing
 */
public record MetricDefinition(Measure measure, Criterion criterion, boolean muted, String matcher) {

    /** Whether the baseline is measured too. */
    public boolean isCompared() {
        return criterion.margin() != null || measure instanceof Measure.Samples;
    }

    /** The same for one value of a label: <code>error_rate[eu]</code>. */
    MetricDefinition of(String label, String value) {
        return new MetricDefinition(measure, criterion.named(criterion.name() + "[" + value + "]"), muted, Each.matcher(label, value));
    }
}
