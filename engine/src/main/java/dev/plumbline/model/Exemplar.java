package dev.plumbline.model;

/**
 * An example behind a sample, typically the trace of one request.
 *
 * @param labels what names it, such as {@code trace_id}; at most 128 characters of names and values together
 * @param value the observation
 * @param timeMillis when, in milliseconds since the epoch
 */
public record Exemplar(Labels labels, double value, long timeMillis) {}
