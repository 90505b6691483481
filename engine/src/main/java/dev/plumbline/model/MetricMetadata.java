package dev.plumbline.model;

/**
 * What an exposition says about a metric family.
 *
 * @param type counter, gauge, histogram, gaugehistogram, summary, info, stateset or unknown
 * @param unit base unit, empty when not given
 * @param help free text, empty when not given
 */
public record MetricMetadata(String type, String unit, String help) {}
