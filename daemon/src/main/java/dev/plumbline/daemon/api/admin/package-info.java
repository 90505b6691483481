/**
 * Operation of the daemon over HTTP: liveness, readiness, its own metrics, reload. What it needs arrives as small
 * interfaces and records; it knows neither the configuration nor the collectors. Paths are Prometheus's
 * ({@code /-/healthy}, {@code /-/ready}, {@code /-/reload}, {@code /metrics}) and ours ({@code /health…}).
 */
@NullMarked
package dev.plumbline.daemon.api.admin;

import org.jspecify.annotations.NullMarked;
