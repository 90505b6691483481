package dev.plumbline.daemon.api.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.telemetry.TenantMetrics;
import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantLimits.Kind;
import dev.plumbline.storage.TenantRules;
import dev.plumbline.storage.TenantUse;
import dev.plumbline.storage.TenantUse.Use;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TenantsApiTest {
    private static final TenantRules RULES = new TenantRules(TenantRules.USUAL, "unknown", new TenantLimits(100, 0, 0, 0, 0),
            new TenantLimits(1000, 50, 0, 0, 0), Map.of("acme", new TenantLimits(500, 7, 30, 40, 50)));
    private static final TenantUse USE = new TenantUse(RULES, new Use("", 32, 1200, Map.of(Kind.SERIES, 4L)),
            List.of(new Use("acme", 20, 1000, Map.of(Kind.SAMPLES_PER_SECOND, 1L, Kind.SERIES, 3L)), new Use("b\"c", 10, 150, Map.of())), 2,
            new Use("", 2, 50, Map.of(Kind.SERIES, 1L)));

    private static String list(TenantUse use, String query) {
        return new String(new TenantsApi(() -> use).list(Parameters.parse(query, null)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void showsLimitsAndUse() {
        assertThat(list(USE, "")).isEqualTo("{\"enabled\":true,\"from\":[\"tenant_id\",\"tenant\",\"organization_id\"],\"default\":\"unknown\","
                + "\"limits\":{\"default\":{\"series\":100},\"all\":{\"series\":1000,\"samples_per_second\":50}},"
                + "\"all\":{\"series\":32,\"samples\":1200,\"rejectedSamples\":{\"series\":4}},"
                + "\"tenants\":[{\"tenant\":\"acme\",\"series\":20,\"samples\":1000,\"rejectedSamples\":{\"series\":3,\"samples_per_second\":1},"
                + "\"limits\":{\"series\":500,\"samples_per_second\":7,\"label_names\":30,\"label_name_length\":40,\"label_value_length\":50}},"
                + "{\"tenant\":\"b\\\"c\",\"series\":10,\"samples\":150,\"rejectedSamples\":{},\"limits\":{\"series\":100}}],"
                + "\"count\":4,\"others\":{\"count\":2,\"series\":2,\"samples\":50,\"rejectedSamples\":{\"series\":1}}}");
    }

    @Test
    void isShortWhereItIsAskedTo() {
        assertThat(list(USE, "limit=1")).contains("\"acme\"").doesNotContain("b\\\"c").contains("\"count\":4");
        assertThat(list(USE, "tenant=b%22c")).doesNotContain("acme").contains("b\\\"c");
        assertThatThrownBy(() -> list(USE, "limit=0")).isInstanceOf(BadParameter.class).hasMessageContaining("limit must be");
        assertThat(TenantsApi.failure(new BadParameter("x")).status()).isEqualTo(400);
    }

    @Test
    void saysThatNobodyHasTenants() {
        assertThat(new String(new TenantsApi(() -> null).list(Parameters.parse(null, null)).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"enabled\":false}");
    }

    @Test
    void theMetricsNameAFewAndSumUpTheRest() {
        var registry = new PrometheusRegistry();
        TenantMetrics.register(registry, () -> USE);
        var values = new TreeMap<String, Double>();
        for (MetricSnapshot snapshot : registry.scrape()) {
            snapshot.getDataPoints().forEach(point -> values.put(snapshot.getMetadata().getName() + point.getLabels(), switch (point) {
                case GaugeSnapshot.GaugeDataPointSnapshot gauge -> gauge.getValue();
                case CounterSnapshot.CounterDataPointSnapshot counter -> counter.getValue();
                default -> Double.NaN;
            }));
        }
        assertThat(values).containsEntry("plumbline_tenant_series{tenant=\"acme\"}", 20.0)
                .containsEntry("plumbline_tenant_series{tenant=\"(others)\"}", 2.0)
                .containsEntry("plumbline_tenant_samples{tenant=\"(others)\"}", 50.0)
                .containsEntry("plumbline_tenant_rejected_samples{reason=\"series\",tenant=\"acme\"}", 3.0)
                .containsEntry("plumbline_tenant_rejected_samples{reason=\"series\",tenant=\"(others)\"}", 1.0);
        TenantMetrics.register(new PrometheusRegistry(), () -> null);
    }
}
