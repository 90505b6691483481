package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.stats.SampleSummary;
import java.util.Map;

/**
 * One metric with what became of it.
 *
 * @param tags what tells several pairs of one metric apart
 * @param control figures of the baseline's cleaned values
 * @param experiment figures of the canary's
 */
public record JudgedMetric(CanaryMetric metric, Map<String, String> tags, MetricClassification classification, SampleSummary control,
        SampleSummary experiment) {
    public JudgedMetric {
        tags = Map.copyOf(tags);
    }

    /** Its name, with tags where it has some. */
    String title() {
        return tags.isEmpty() ? metric.name() : metric.name() + tags;
    }

    boolean muted() {
        return metric.rules().importance().muted();
    }
}
