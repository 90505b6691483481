package dev.plumbline.analysis.kayenta;

import java.util.Map;

/**
 * Both sides' values of one metric over the window, NaN where a step has none.
 */
public final class MetricPair {
    private final String name;
    private final Map<String, String> tags;
    private final double[] control;
    private final double[] experiment;

    /**
     * @param name the metric's name in the configuration; several pairs may have it, each with its own tags
     * @param control the baseline's values in time order
     * @param experiment the canary's
     */
    public MetricPair(String name, Map<String, String> tags, double[] control, double[] experiment) {
        this.name = name;
        this.tags = Map.copyOf(tags);
        this.control = control.clone();
        this.experiment = experiment.clone();
    }

    public String name() {
        return name;
    }

    public Map<String, String> tags() {
        return tags;
    }

    public double[] control() {
        return control.clone();
    }

    public double[] experiment() {
        return experiment.clone();
    }
}
