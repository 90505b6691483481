package dev.plumbline.daemon.telemetry;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.IntSupplier;

/** What of Kayenta's interface is under way, as a metric. */
public final class KayentaMetrics {
    private KayentaMetrics() {}

    public static void register(PrometheusRegistry registry, IntSupplier running) {
        GaugeWithCallback.builder().name("plumbline_kayenta_running")
                .help("Executions and standalone analyses of Kayenta's interface that are not complete; at most 200.")
                .callback(callback -> callback.call(running.getAsInt())).register(registry);
    }
}
