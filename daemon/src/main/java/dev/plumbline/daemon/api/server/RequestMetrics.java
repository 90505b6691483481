package dev.plumbline.daemon.api.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Counts and times requests under Prometheus's names for the same, by handler and status. Without exemplars, as all that counts often: each
 * metric that may have some sets the client library's timer eleven times a second while it is used.
 */
public final class RequestMetrics {
    private static final double NANOS_PER_SECOND = 1e9;
    private final Counter requests;
    private final Histogram durations;

    public RequestMetrics(PrometheusRegistry registry) {
        requests = Counter.builder().name("prometheus_http_requests_total").help("Counter of HTTP requests.")
                .labelNames("handler", "code").withoutExemplars().register(registry);
        durations = Histogram.builder().name("prometheus_http_request_duration_seconds")
                .help("Histogram of latencies for HTTP requests.").labelNames("handler").classicOnly()
                .classicUpperBounds(0.001, 0.01, 0.1, 0.4, 1, 3, 8, 20, 60, 120).withoutExemplars().register(registry);
    }

    void observe(String handler, int status, long nanos) {
        requests.labelValues(handler, Integer.toString(status)).inc();
        durations.labelValues(handler).observe(nanos / NANOS_PER_SECOND);
    }
}
