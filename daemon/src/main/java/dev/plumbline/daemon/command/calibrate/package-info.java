/**
 * {@code plumbline calibrate}: A/A runs over the past of a stable version. Its instances are split at random into two arms, one is judged
 * as a canary against the other by a policy, and every {@code no-go} is a false alarm. The daemon judges through {@code POST /v1/analyses};
 * here are the arms, the orders, the search for margins that would have kept the peace, and the report. docs/backtest.md says what the
 * figures mean; what is pure is in {@link dev.plumbline.analysis.calibration}.
 */
@NullMarked
package dev.plumbline.daemon.command.calibrate;

import org.jspecify.annotations.NullMarked;
