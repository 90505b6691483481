package dev.plumbline.daemon.telemetry;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Whether the last reload was taken, when, and which configuration is in force; Prometheus's names for the first two. */
public final class ReloadMetrics {
    private static final double MILLIS_PER_SECOND = 1e3;
    private final Gauge successful;
    private final Gauge when;
    private final Info hash;

    public ReloadMetrics(PrometheusRegistry registry) {
        successful = Gauge.builder().name("prometheus_config_last_reload_successful")
                .help("Whether the last configuration reload attempt was successful.").register(registry);
        when = Gauge.builder().name("prometheus_config_last_reload_success_timestamp_seconds")
                .help("Timestamp of the last successful configuration reload.").register(registry);
        hash = Info.builder().name("plumbline_config_info").help("Hash of the configuration in force.")
                .labelNames("hash").register(registry);
    }

    /** The configuration with this hash is in force since now. */
    public void succeeded(long wallMillis, String configHash) {
        successful.set(1);
        when.set(wallMillis / MILLIS_PER_SECOND);
        hash.setLabelValues(configHash);
    }

    /** A reload was refused; the old configuration stays. */
    public void failed() {
        successful.set(0);
    }
}
