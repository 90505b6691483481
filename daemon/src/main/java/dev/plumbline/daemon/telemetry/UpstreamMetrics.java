package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.upstream.UpstreamCounters;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.ToDoubleFunction;

/** What is asked of the upstream, as metrics. */
public final class UpstreamMetrics {
    private UpstreamMetrics() {}

    public static void register(PrometheusRegistry registry, UpstreamCounters counters) {
        CounterWithCallback.builder().name("plumbline_upstream_requests_total").labelNames("outcome")
                .help("Requests to the upstream, by how they ended: success, refused (the question was wrong), failed, abandoned.")
                .callback(callback -> {
                    for (UpstreamCounters.Outcome outcome : UpstreamCounters.Outcome.values()) {
                        callback.call(counters.requests(outcome), outcome.word());
                    }
                }).register(registry);
        counter(registry, counters, "plumbline_upstream_request_seconds_total", "Time of requests to the upstream, all together.",
                UpstreamCounters::seconds);
        counter(registry, counters, "plumbline_upstream_response_bytes_total", "Bytes of the upstream's answers.", UpstreamCounters::bytes);
        counter(registry, counters, "plumbline_upstream_fallbacks_total",
                "Questions that were answered from the store alone because the upstream gave no answer.", UpstreamCounters::fallbacks);
    }

    private static void counter(PrometheusRegistry registry, UpstreamCounters counters, String name, String help,
            ToDoubleFunction<UpstreamCounters> value) {
        CounterWithCallback.builder().name(name).help(help).callback(callback -> callback.call(value.applyAsDouble(counters))).register(registry);
    }
}
