package dev.plumbline.analysis.kayenta;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a Kayenta canary configuration is judged by.
 *
 * @param metrics names unique
 * @param groupWeights by group, meant to add up to 100; groups without one share what is left of 100
 */
public record CanaryConfig(String name, List<CanaryMetric> metrics, Map<String, Double> groupWeights) {
    public CanaryConfig {
        metrics = List.copyOf(metrics);
        groupWeights = Map.copyOf(groupWeights);
        var names = new HashSet<String>();
        for (CanaryMetric metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException("two metrics are called " + metric.name());
            }
        }
    }

    Optional<CanaryMetric> metric(String metricName) {
        return metrics.stream().filter(m -> m.name().equals(metricName)).findFirst();
    }
}
