/**
 * {@code plumbline backtest}: releases of the past whose outcome is known, from a file or from the daemon's own history, are judged by
 * candidate policies through {@code POST /v1/analyses}, and what the verdicts were worth is added up. The daemon judges; here are
 * files, questions and reports. {@code plumbline calibrate} uses the same policies and questions. docs/backtest.md says what the
 * figures mean, {@link dev.plumbline.analysis.backtest} computes them.
 */
@NullMarked
package dev.plumbline.daemon.command.backtest;

import org.jspecify.annotations.NullMarked;
