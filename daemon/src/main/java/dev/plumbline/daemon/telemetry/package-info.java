/**
 * What the daemon says about itself: its own metrics by the Prometheus client, its own traces by the OpenTelemetry SDK
 * (off unless an endpoint is set, and then nothing of the SDK is loaded), its log's format. Used by the wiring and the
 * HTTP layer.
 */
@NullMarked
package dev.plumbline.daemon.telemetry;

import org.jspecify.annotations.NullMarked;
