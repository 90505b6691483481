package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.stats.ShiftInterval;

/**
 * The numbers a label rests on.
 *
 * @param shift by how much the canary lies above the baseline, in the metric's unit
 * @param bound what the interval must clear to count: a share of the estimate's size
 * @param effect the effect size; NaN where it is not known, which then does not hold a label back
 * @param ratio mean of the canary by mean of the baseline, NaN where either is 0
 * @param p two-sided p-value of the Mann-Whitney test, NaN where it is not computed
 */
public record Comparison(ShiftInterval shift, double bound, double effect, double ratio, double p) {}
