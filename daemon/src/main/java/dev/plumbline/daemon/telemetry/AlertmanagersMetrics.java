package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.alertmanagers.AlertmanagerStats;
import dev.plumbline.daemon.alertmanagers.Alertmanagers;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** How telling Alertmanagers goes, under Prometheus's names. Read when scraped; an Alertmanager that is gone has no series. */
public final class AlertmanagersMetrics {
    private static final String ALERTMANAGER = "alertmanager";
    private final PrometheusRegistry registry;
    private final Supplier<List<AlertmanagerStats>> stats;

    private AlertmanagersMetrics(PrometheusRegistry registry, Supplier<List<AlertmanagerStats>> stats) {
        this.registry = registry;
        this.stats = stats;
    }

    /** Registers all. */
    public static void register(PrometheusRegistry registry, Alertmanagers alertmanagers) {
        Supplier<List<AlertmanagerStats>> stats = alertmanagers::stats;
        var metrics = new AlertmanagersMetrics(registry, stats);
        metrics.counter("prometheus_notifications_sent_total", "Alerts that the Alertmanager has taken.", AlertmanagerStats::sent);
        metrics.counter("prometheus_notifications_errors_total", "Alerts in requests to the Alertmanager that failed.", AlertmanagerStats::errors);
        metrics.counter("prometheus_notifications_dropped_total", "Alerts that are lost to the Alertmanager: its queue was full, or it refused them.",
                AlertmanagerStats::dropped);
        GaugeWithCallback.builder().name("prometheus_notifications_queue_length").help("Alerts that wait for the Alertmanager.")
                .labelNames(ALERTMANAGER).callback(callback -> stats.get().forEach(s -> callback.call(s.waiting(), s.url())))
                .register(registry);
        SummaryWithCallback.builder().name("prometheus_notifications_latency_seconds").help("How long requests to the Alertmanager took.")
                .labelNames(ALERTMANAGER).callback(callback -> stats.get().forEach(s ->
                        callback.call(s.requests(), s.requestSeconds(), Quantiles.EMPTY, s.url()))).register(registry);
        GaugeWithCallback.builder().name("prometheus_notifications_queue_capacity").help("How many alerts can wait for an Alertmanager.")
                .callback(callback -> callback.call(alertmanagers.capacity())).register(registry);
        GaugeWithCallback.builder().name("prometheus_notifications_alertmanagers_discovered").help("Alertmanagers that are told.")
                .callback(callback -> callback.call(stats.get().size())).register(registry);
    }

    private void counter(String name, String help, ToDoubleFunction<AlertmanagerStats> value) {
        CounterWithCallback.builder().name(name).help(help).labelNames(ALERTMANAGER)
                .callback(callback -> stats.get().forEach(s -> callback.call(value.applyAsDouble(s), s.url()))).register(registry);
    }
}
