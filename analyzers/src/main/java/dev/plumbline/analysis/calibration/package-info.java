/**
 * A/A runs: a policy judges stable instances against other stable instances of the same version and time, where every
 * {@code no-go} is a false alarm. Here are the pure parts: which windows of the past are taken ({@link
 * dev.plumbline.analysis.calibration.PastWindows}), who stands in which arm ({@link dev.plumbline.analysis.calibration.Arms}),
 * how far the arms were apart ({@link dev.plumbline.analysis.calibration.Difference}), and which margins would have kept the peace
 * ({@link dev.plumbline.analysis.calibration.MarginAdvice}). Randomness comes in as a seeded generator. Used by {@code plumbline calibrate}.
 */
@NullMarked
package dev.plumbline.analysis.calibration;

import org.jspecify.annotations.NullMarked;
