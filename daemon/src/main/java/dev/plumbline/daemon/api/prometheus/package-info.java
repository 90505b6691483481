/**
 * Prometheus's HTTP API under {@code /api/v1}: the same paths, parameters, shapes, error types and status codes, so that
 * Grafana, promtool, Argo Rollouts, Flagger and KEDA work unchanged. Handlers turn {@code Parameters} into an
 * {@code Answer} and know no HTTP server; the controller is the only class that meets Micronaut. Sees the engine, the
 * store's handle and what the scrapers say about their targets. Follows Prometheus {@code web/api/v1/api.go}.
 */
@NullMarked
package dev.plumbline.daemon.api.prometheus;

import org.jspecify.annotations.NullMarked;
