/**
 * Questions to a cluster with Prometheus's HTTP API that has what this store no longer keeps. In goes what an engine or a listing
 * of series is asked; {@link dev.plumbline.daemon.upstream.Upstream} decides what of it the store can answer alone and hands
 * the rest, whole expressions, to the cluster. Steps of a range query that need recent samples only are evaluated here, the
 * others there, and both are put together. The cluster's series carry the labels that remote write added; they are asked for by
 * matchers and taken away again, so that both halves are the same series. Knows neither the store nor who asks. Answers are
 * read as they come, within a bound of bytes, the query's memory and its time. Specification: Prometheus's HTTP API v1, and
 * docs/scaling.md for what is exact.
 */
@NullMarked
package dev.plumbline.daemon.upstream;

import org.jspecify.annotations.NullMarked;
