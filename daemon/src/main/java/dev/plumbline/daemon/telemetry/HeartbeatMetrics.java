package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.heartbeat.Heartbeat;
import dev.plumbline.daemon.heartbeat.HeartbeatStats;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the heartbeat goes. Read when scraped; nothing while none is configured. */
public final class HeartbeatMetrics {
    private static final double MILLIS_PER_SECOND = 1e3;

    private HeartbeatMetrics() {}

    /** Registers all; {@code stats} gives null while there is no heartbeat. */
    public static void register(PrometheusRegistry registry, Supplier<@Nullable HeartbeatStats> stats) {
        CounterWithCallback.builder().name("plumbline_heartbeat_sent_total").help("Heartbeats sent, by whether they were taken.")
                .labelNames("result").callback(callback -> with(stats, s -> {
                    callback.call(s.sent(), "success");
                    callback.call(s.failed(), "failure");
                })).register(registry);
        GaugeWithCallback.builder().name("plumbline_heartbeat_last_success_timestamp_seconds").help("When the last heartbeat was taken.")
                .callback(callback -> with(stats, s -> callback.call(s.lastSuccessMillis() / MILLIS_PER_SECOND))).register(registry);
        GaugeWithCallback.builder().name("plumbline_heartbeat_withheld").help("1 for the reason why the heartbeat is withheld now, else 0.")
                .labelNames("reason").callback(callback -> with(stats, s -> Heartbeat.reasons().forEach(
                        reason -> callback.call(reason.equals(s.withheld()) ? 1 : 0, reason)))).register(registry);
    }

    private static void with(Supplier<@Nullable HeartbeatStats> stats, Consumer<HeartbeatStats> action) {
        HeartbeatStats current = stats.get();
        if (current != null) {
            action.accept(current);
        }
    }
}
