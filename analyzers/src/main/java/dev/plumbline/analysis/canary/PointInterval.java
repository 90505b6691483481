package dev.plumbline.analysis.canary;

/**
 * A gauge of both arms at one evaluation.
 *
 * @param endMillis when, ms since the epoch
 * @param canary its value; finite
 * @param baseline the stable version's; NaN where it is not measured
 */
public record PointInterval(long endMillis, double canary, double baseline) {}
