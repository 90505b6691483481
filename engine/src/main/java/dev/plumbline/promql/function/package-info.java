/**
 * The arithmetic of PromQL without labels: what a window of samples, a number or a classic histogram yields. In go
 * primitive columns, out come numbers or {@link dev.plumbline.model.Histogram}s; an absent value is the staleness
 * marker. Used by {@code dev.plumbline.promql.eval}, which owns labels, steps and annotations. Follows Prometheus
 * {@code promql/functions.go} and {@code promql/quantile.go} (3.14 line).
 */
@NullMarked
package dev.plumbline.promql.function;

import org.jspecify.annotations.NullMarked;
