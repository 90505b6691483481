package dev.plumbline.daemon.telemetry;

import dev.plumbline.rules.GroupStatus;
import dev.plumbline.rules.RuleEvent;
import dev.plumbline.rules.RuleListener;
import dev.plumbline.rules.RuleStatus;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What rules do, as metrics: Prometheus's own where it has them, with the group's {@code file;name} as label {@code rule_group}.
 * Counters of a group begin anew when it is gone and comes again. Also the listener that counts events and passes them on.
 */
public final class RuleMetrics implements RuleListener {
    private static final String GROUP = "rule_group";
    private static final double NANOS = 1e9;
    private final Supplier<List<GroupStatus>> groups;
    private final Consumer<RuleEvent> log;
    private final PrometheusRegistry registry;
    private final Summary ruleDuration;
    private final Summary groupDuration;
    private final Counter events;
    private final Counter rejected;
    private final Counter untold;

    private RuleMetrics(PrometheusRegistry registry, Supplier<List<GroupStatus>> groups, Consumer<RuleEvent> log) {
        this.registry = registry;
        this.groups = groups;
        this.log = log;
        ruleDuration = Summary.builder().name("prometheus_rule_evaluation_duration_seconds").help("The duration for a rule to execute.")
                .quantile(0.5, 0.05).quantile(0.9, 0.01).quantile(0.99, 0.001).withoutExemplars().register(registry);
        groupDuration = Summary.builder().name("prometheus_rule_group_duration_seconds").help("The duration of rule group evaluations.")
                .quantile(0.01, 0.001).quantile(0.05, 0.005).quantile(0.5, 0.05).quantile(0.9, 0.01).quantile(0.99, 0.001)
                .withoutExemplars().register(registry);
        events = Counter.builder().name("plumbline_rule_failures_total").help("What failed about rules, by kind.").labelNames("kind")
                .withoutExemplars().register(registry);
        rejected = Counter.builder().name("plumbline_rule_samples_rejected_total").help("Samples of rules that the store did not take, by reason.")
                .labelNames("reason").withoutExemplars().register(registry);
        untold = Counter.builder().name("plumbline_rule_alerts_untold_total")
                .help("Alerts that could not be handed over; each is tried again at the next evaluation.").withoutExemplars().register(registry);
    }

    /**
     * Registers all.
     *
     * @param groups all groups now; empty while no rules are evaluated; asked at each scrape
     * @param log gets every event after it is counted
     * @return to be the listener of rules
     */
    public static RuleMetrics register(PrometheusRegistry registry, Supplier<List<GroupStatus>> groups, Consumer<RuleEvent> log) {
        var metrics = new RuleMetrics(registry, groups, log);
        metrics.counters();
        metrics.gauges();
        return metrics;
    }

    private void counters() {
        counter("prometheus_rule_evaluations_total", "The total number of rule evaluations.", g -> g.counters().evaluations());
        counter("prometheus_rule_evaluation_failures_total", "The total number of rule evaluation failures.",
                g -> g.counters().failures());
        counter("prometheus_rule_group_iterations_total",
                "The total number of scheduled rule group evaluations, whether executed or missed.", g -> g.counters().iterations());
        counter("prometheus_rule_group_iterations_missed_total",
                "The total number of rule group evaluations missed due to slow rule group evaluation.", g -> g.counters().missed());
    }

    private void gauges() {
        gauge("prometheus_rule_group_interval_seconds", "The interval of a rule group.", g -> g.group().intervalMillis() / 1000.0);
        gauge("prometheus_rule_group_rules", "The number of rules.", g -> g.rules().size());
        gauge("prometheus_rule_group_last_duration_seconds", "The duration of the last rule group evaluation.",
                g -> g.durationNanos() / NANOS);
        gauge("prometheus_rule_group_last_evaluation_timestamp_seconds", "The timestamp of the last rule group evaluation in seconds.",
                g -> g.evaluatedAtMillis() / 1000.0);
        gauge("prometheus_rule_group_last_rule_duration_sum_seconds",
                "The sum of time in seconds it took to evaluate each rule in the group.",
                g -> g.rules().stream().mapToLong(RuleStatus::durationNanos).sum() / NANOS);
        gauge("prometheus_rule_group_last_evaluation_samples", "The number of samples returned during the last rule group evaluation.",
                g -> g.counters().lastSamples());
        gauge("prometheus_rule_group_last_restore_duration_seconds",
                "The duration of the last alert rules alerts restoration using the `ALERTS_FOR_STATE` series.",
                g -> g.counters().restoreNanos() / NANOS);
    }

    private void counter(String name, String help, ToDoubleFunction<GroupStatus> value) {
        CounterWithCallback.builder().name(name).help(help).labelNames(GROUP)
                .callback(callback -> groups.get().forEach(g -> callback.call(value.applyAsDouble(g), g.group().key()))).register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<GroupStatus> value) {
        GaugeWithCallback.builder().name(name).help(help).labelNames(GROUP)
                .callback(callback -> groups.get().forEach(g -> callback.call(value.applyAsDouble(g), g.group().key()))).register(registry);
    }

    @Override
    public void event(RuleEvent event) {
        switch (event) {
            case RuleEvent.EvaluationFailed _, RuleEvent.IterationsMissed _ -> { } // counted by group
            case RuleEvent.ExpansionFailed _ -> events.labelValues("template").inc();
            case RuleEvent.SamplesRejected r -> r.reasons().forEach((reason, count) -> rejected.labelValues(reason).inc(count));
            case RuleEvent.TellingFailed t -> untold.inc(t.alerts());
            case RuleEvent.StateNotSaved _ -> events.labelValues("state_save").inc();
            case RuleEvent.StateNotLoaded _ -> events.labelValues("state_load").inc();
            case RuleEvent.StateDamaged _ -> events.labelValues("state_damaged").inc();
            case RuleEvent.RestoreFailed _ -> events.labelValues("restore").inc();
        }
        log.accept(event);
    }

    @Override
    public void ruleEvaluated(String groupKey, long nanos) {
        ruleDuration.observe(nanos / NANOS);
    }

    @Override
    public void groupEvaluated(String groupKey, long nanos) {
        groupDuration.observe(nanos / NANOS);
    }
}
