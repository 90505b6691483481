/**
 * Comparing two samples without assuming a distribution: the Mann-Whitney test, the Hodges-Lehmann estimate of a shift
 * with its interval, effect sizes, percentiles and outliers. Pure functions of arrays, which are never changed; safe for
 * any number of threads. The error function comes from Apache Commons Numbers (accurate to about 1e-15); rank
 * distributions, order statistics of differences and the root finder are written here, since no library has the
 * distribution with ties or an interval, and since one of the two intervals has to reproduce another program's digits.
 * Used by the judges beside it.
 */
@NullMarked
package dev.plumbline.analysis.stats;

import org.jspecify.annotations.NullMarked;
