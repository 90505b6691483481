/**
 * Percentiles of latency from classic histogram buckets. Follows Prometheus's {@code histogram_quantile}, and says in
 * addition what that function hides: whether the percentile lies beyond the last finite bound, where it is only known to
 * be at least that bound. Pure, used where a verdict rests on a percentile.
 */
@NullMarked
package dev.plumbline.analysis.latency;

import org.jspecify.annotations.NullMarked;
