package dev.plumbline.daemon.telemetry;

import dev.plumbline.storage.TenantUse;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What tenants have and were refused. At most a few hundred are told by name; the others together as the tenant {@value #OTHERS}. Nothing
 * when nobody has tenants.
 */
public final class TenantMetrics {
    private static final String OTHERS = "(others)";

    private TenantMetrics() {}

    /** Registers all; {@code use} gives null while there is nothing to tell. */
    public static void register(PrometheusRegistry registry, Supplier<@Nullable TenantUse> use) {
        GaugeWithCallback.builder().name("plumbline_tenant_series").help("Series in memory, by tenant.").labelNames("tenant")
                .callback(to -> each(use.get(), u -> to.call(u.series(), u.tenant()))).register(registry);
        CounterWithCallback.builder().name("plumbline_tenant_samples_total").help("Samples taken, by tenant.").labelNames("tenant")
                .callback(to -> each(use.get(), u -> to.call(u.samples(), u.tenant()))).register(registry);
        CounterWithCallback.builder().name("plumbline_tenant_rejected_samples_total")
                .help("Samples refused for a limit, by tenant and limit.").labelNames("tenant", "reason")
                .callback(to -> each(use.get(), u -> u.rejected().forEach((kind, count) -> to.call(count, u.tenant(), kind.key())))).register(registry);
    }

    private static void each(@Nullable TenantUse use, Consumer<TenantUse.Use> told) {
        if (use == null) {
            return;
        }
        use.tenants().forEach(told);
        TenantUse.Use others = use.others();
        if (use.otherCount() > 0 || others.samples() > 0 || !others.rejected().isEmpty()) {
            told.accept(new TenantUse.Use(OTHERS, others.series(), others.samples(), others.rejected()));
        }
    }
}
