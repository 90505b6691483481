package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.alerting.AlertingListener;
import dev.plumbline.daemon.alerting.AlertingStatus;
import dev.plumbline.daemon.alerting.Outgoing;
import dev.plumbline.daemon.notifiers.Delivery;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What alerting did, under Alertmanager's names where it has one, and the outbox under our own. A message that cannot be
 * delivered for long counts as a failed notification at every fifth failing attempt, so that a dead receiver is seen
 * though nothing is given up. Thread-safe.
 */
public final class AlertingMetrics implements AlertingListener {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int ATTEMPTS_PER_FAILURE = 5;
    private final PrometheusRegistry registry;
    private final Counter received;
    private final Counter notifications;
    private final Counter failed;
    private final Counter requests;
    private final Counter failedRequests;
    private final Histogram latency;
    private final Counter dropped;
    private final Counter replaced;
    private final Counter unpersisted;

    public AlertingMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        received = counter("alertmanager_alerts_received_total", "The total number of received alerts.", "status");
        notifications = counter("alertmanager_notifications_total", "The total number of notifications begun to be sent.",
                "integration", "receiver_name");
        failed = counter("alertmanager_notifications_failed_total",
                "The total number of failed notifications; a message that is still tried counts at every fifth failing attempt.",
                "integration", "receiver_name", "reason");
        requests = counter("alertmanager_notification_requests_total", "The total number of attempted notification requests.",
                "integration", "receiver_name");
        failedRequests = counter("alertmanager_notification_requests_failed_total",
                "The total number of failed notification requests.", "integration", "receiver_name");
        latency = Histogram.builder().name("alertmanager_notification_latency_seconds")
                .help("The latency of notification requests.").labelNames("integration", "receiver_name")
                .classicUpperBounds(0.1, 0.5, 1, 5, 10, 15, 20, 30).register(registry);
        dropped = counter("plumbline_outbox_dropped_total", "Messages given up: refused for good, expired after 7 days, or "
                + "for an integration that is not configured any more.", "reason");
        replaced = counter("plumbline_outbox_replaced_total",
                "Waiting messages replaced by a newer one because their queue was full.");
        unpersisted = counter("plumbline_outbox_sent_unpersisted_total",
                "Messages sent from memory because the documents had failed for 10 s.");
        for (Drop reason : Drop.values()) {
            dropped.initLabelValues(reason.text());
        }
        received.initLabelValues("firing");
        received.initLabelValues("resolved");
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** Registers what is read from the present state; once. */
    public void watch(Supplier<AlertingStatus> status) {
        GaugeWithCallback.builder().name("alertmanager_alerts").help("How many alerts by state.").labelNames("state")
                .callback(callback -> {
                    AlertingStatus now = status.get();
                    callback.call(now.active(), "active");
                    callback.call(now.suppressed(), "suppressed");
                    callback.call(now.resolved(), "resolved");
                }).register(registry);
        gauge("alertmanager_dispatcher_aggregation_groups", "Number of groups.", status, AlertingStatus::groups);
        gauge("plumbline_outbox_messages", "Messages that wait for their delivery.", status, AlertingStatus::waiting);
        gauge("plumbline_outbox_oldest_seconds", "How long the oldest waiting message has waited; 0 when none waits.", status,
                now -> now.oldestWaitingMillis() / MILLIS_PER_SECOND);
        gauge("plumbline_outbox_persist_failing", "Whether nothing could be kept for 10 s, so that messages go out from memory.",
                status, now -> now.persistFailing() ? 1 : 0);
    }

    private void gauge(String name, String help, Supplier<AlertingStatus> status, ToDoubleFunction<AlertingStatus> value) {
        GaugeWithCallback.builder().name(name).help(help)
                .callback(callback -> callback.call(value.applyAsDouble(status.get()))).register(registry);
    }

    @Override
    public void received(boolean resolved) {
        received.labelValues(resolved ? "resolved" : "firing").inc();
    }

    @Override
    public void attempted(Outgoing outgoing, Delivery delivery, long nanos) {
        String kind = outgoing.target().kind();
        String receiver = outgoing.target().receiver();
        requests.labelValues(kind, receiver).inc();
        latency.labelValues(kind, receiver).observe(nanos / NANOS_PER_SECOND);
        if (outgoing.attempt() == 1) {
            notifications.labelValues(kind, receiver).inc();
        }
        switch (delivery) {
            case Delivery.Delivered _ -> { }
            case Delivery.Retry retry -> {
                failedRequests.labelValues(kind, receiver).inc();
                if (outgoing.attempt() % ATTEMPTS_PER_FAILURE == 0) {
                    failed.labelValues(kind, receiver, retry.reason().text()).inc();
                }
            }
            case Delivery.Failed refusal -> {
                failedRequests.labelValues(kind, receiver).inc();
                failed.labelValues(kind, receiver, refusal.reason().text()).inc();
            }
        }
    }

    @Override
    public void dropped(Outgoing.Target target, Drop reason) {
        dropped.labelValues(reason.text()).inc();
    }

    @Override
    public void replaced() {
        replaced.inc();
    }

    @Override
    public void sentUnpersisted() {
        unpersisted.inc();
    }
}
