package dev.plumbline.promql.eval;

import java.util.function.IntFunction;

/**
 * A range vector: series, read when asked for, and the windows that each step sees of them.
 *
 * @param count number of series
 * @param series reads the i-th; called once for each, in order
 */
record RangeVector(int count, IntFunction<RangeSeries> series, WindowTimes windows) {}
