package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.collectors.remotewrite.WriteCounters;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The remote write receiver's counters as metrics. */
public final class RemoteWriteMetrics {
    private RemoteWriteMetrics() {}

    public static void register(PrometheusRegistry registry, WriteCounters counters) {
        counter("plumbline_remote_write_requests_total", "Requests of remote write that were answered.")
                .callback(callback -> callback.call(counters.requests())).register(registry);
        counter("plumbline_remote_write_failed_requests_total", "Requests of remote write that were not answered 204.")
                .callback(callback -> callback.call(counters.failures())).register(registry);
        counter("plumbline_remote_write_samples_total", "Samples taken by remote write.")
                .callback(callback -> callback.call(counters.samples())).register(registry);
        counter("plumbline_remote_write_histograms_total", "Native histograms taken by remote write.")
                .callback(callback -> callback.call(counters.histograms())).register(registry);
        counter("plumbline_remote_write_exemplars_total", "Exemplars taken by remote write.")
                .callback(callback -> callback.call(counters.exemplars())).register(registry);
        counter("prometheus_api_remote_write_invalid_labels_samples_total",
                "Series of remote write that were left out for their labels.")
                .callback(callback -> callback.call(counters.badSeries())).register(registry);
    }

    private static CounterWithCallback.Builder counter(String name, String help) {
        return CounterWithCallback.builder().name(name).help(help);
    }
}
