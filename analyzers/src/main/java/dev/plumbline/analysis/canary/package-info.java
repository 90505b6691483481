/**
 * Judging a canary: criteria per metric, the evidence that was gathered for each, and the judges that turn both into a
 * {@link dev.plumbline.analysis.Verdict}. {@link dev.plumbline.analysis.canary.Judge} is the seam; the
 * {@link dev.plumbline.analysis.canary.ThresholdJudge} behind it compares with fixed limits. Quantities are in base units
 * (seconds, ratios, bytes, requests per second) and remember the unit they were written in, for the reason text.
 */
@NullMarked
package dev.plumbline.analysis.canary;

import org.jspecify.annotations.NullMarked;
