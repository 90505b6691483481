package dev.plumbline.promql;

/**
 * What a query cost.
 *
 * @param samplesRead samples that selectors took from the store, windows counted once
 * @param peakSamples most samples held at a time
 * @param peakBytes most bytes held at a time: columns, decoded samples, result
 * @param prepareNanos parsing
 * @param evaluateNanos evaluation
 */
public record QueryStats(long samplesRead, long peakSamples, long peakBytes, long prepareNanos, long evaluateNanos) {}
