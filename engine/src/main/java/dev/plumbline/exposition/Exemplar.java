package dev.plumbline.exposition;

import dev.plumbline.model.Labels;
import java.util.OptionalLong;

/**
 * An example of an observation, typically with a trace's id.
 *
 * @param labels not checked against OpenMetrics's limit of 128 characters, which Prometheus leaves to its storage
 * @param value the observed value
 * @param timeMillis when, in milliseconds since the epoch, if given
 */
public record Exemplar(Labels labels, double value, OptionalLong timeMillis) {}
