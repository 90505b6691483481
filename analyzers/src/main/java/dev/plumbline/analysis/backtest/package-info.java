/**
 * What a policy would have said of releases whose outcome is known: false alarms, misses, verdicts that never came, and how long
 * verdicts took, each rate with an interval that holds for few releases too. One {@link dev.plumbline.analysis.backtest.Trial} for
 * each policy and release goes in, a {@link dev.plumbline.analysis.backtest.Scorecard} for each policy comes out. Pure; used by
 * {@code plumbline backtest} and by the calibration of policies.
 */
@NullMarked
package dev.plumbline.analysis.backtest;

import org.jspecify.annotations.NullMarked;
