package dev.plumbline.daemon.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.rules.GroupStatus;
import dev.plumbline.rules.Rule;
import dev.plumbline.rules.RuleEvent;
import dev.plumbline.rules.RuleGroup;
import dev.plumbline.rules.RuleStatus;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<RuleEvent> passed = new ArrayList<>();

    private static GroupStatus group() {
        var rule = new Rule.RecordingRule("r", PromqlParser.parse("1", ParserOptions.STABLE), "1", Map.of());
        var status = new RuleStatus(rule, RuleStatus.Health.OK, "", 1_500, 250_000_000, List.of());
        return new GroupStatus(new RuleGroup("g", "f.yml", 30_000, 0, 0, List.of(rule, rule)), 1_500, 600_000_000,
                List.of(status, status), new GroupStatus.Counters(7, 2, 10, 3, 42, 5_000_000));
    }

    private String scrape() throws IOException {
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsEachGroupUnderPrometheussNames() throws IOException {
        RuleMetrics.register(registry, () -> List.of(group()), passed::add);
        assertThat(scrape()).contains("prometheus_rule_evaluations_total{rule_group=\"f.yml;g\"} 10.0",
                "prometheus_rule_evaluation_failures_total{rule_group=\"f.yml;g\"} 3.0",
                "prometheus_rule_group_iterations_total{rule_group=\"f.yml;g\"} 7.0",
                "prometheus_rule_group_iterations_missed_total{rule_group=\"f.yml;g\"} 2.0",
                "prometheus_rule_group_interval_seconds{rule_group=\"f.yml;g\"} 30.0",
                "prometheus_rule_group_last_duration_seconds{rule_group=\"f.yml;g\"} 0.6",
                "prometheus_rule_group_last_evaluation_samples{rule_group=\"f.yml;g\"} 42.0",
                "prometheus_rule_group_last_evaluation_timestamp_seconds{rule_group=\"f.yml;g\"} 1.5",
                "prometheus_rule_group_last_restore_duration_seconds{rule_group=\"f.yml;g\"} 0.005",
                "prometheus_rule_group_last_rule_duration_sum_seconds{rule_group=\"f.yml;g\"} 0.5",
                "prometheus_rule_group_rules{rule_group=\"f.yml;g\"} 2.0");
    }

    @Test
    void countsEventsAndDurationsAndPassesEventsOn() throws IOException {
        RuleMetrics metrics = RuleMetrics.register(registry, List::of, passed::add);
        metrics.event(new RuleEvent.SamplesRejected("g", "r", Map.of("out_of_order", 3L), "x"));
        metrics.event(new RuleEvent.TellingFailed("g", "r", 4, "x"));
        metrics.event(new RuleEvent.StateNotSaved("g", "x"));
        metrics.ruleEvaluated("g", 1_000_000_000);
        metrics.groupEvaluated("g", 2_000_000_000);
        assertThat(scrape()).contains("plumbline_rule_samples_rejected_total{reason=\"out_of_order\"} 3.0",
                "plumbline_rule_alerts_untold_total 4.0", "plumbline_rule_failures_total{kind=\"state_save\"} 1.0",
                "prometheus_rule_evaluation_duration_seconds_sum 1.0", "prometheus_rule_group_duration_seconds_sum 2.0");
        assertThat(passed).hasSize(3);
    }
}
