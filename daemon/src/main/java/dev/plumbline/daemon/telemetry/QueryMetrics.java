package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryListener;
import dev.plumbline.daemon.queries.QueryStatus;
import dev.plumbline.promql.MemoryPool;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;

/** What queries do, as metrics, under Prometheus's names where it has the same; also the listener that passes slow ones on. */
public final class QueryMetrics implements QueryListener {
    private static final double NANOS = 1e9;
    private final PrometheusRegistry registry;
    private final SlowQueryLog log;
    private final Summary durations;
    private final Counter samples;
    private final Counter finished;
    private final Counter slow;
    private final Counter refused;

    /** Registers what is counted; {@link #watch} adds what is measured. */
    public QueryMetrics(PrometheusRegistry registry, SlowQueryLog log) {
        this.registry = registry;
        this.log = log;
        durations = Summary.builder().name("prometheus_engine_query_duration_seconds").help("Query timings.").labelNames("slice")
                .quantile(0.5, 0.05).quantile(0.9, 0.01).quantile(0.99, 0.001).withoutExemplars().register(registry);
        samples = Counter.builder().name("prometheus_engine_query_samples_total")
                .help("The total number of samples loaded by all queries.").withoutExemplars().register(registry);
        finished = Counter.builder().name("plumbline_queries_total").help("Queries that ended, by what was asked and how they ended.")
                .labelNames("kind", "outcome").withoutExemplars().register(registry);
        slow = Counter.builder().name("plumbline_slow_queries_total").help("Queries that took longer than --query.log-slower-than.")
                .withoutExemplars().register(registry);
        refused = Counter.builder().name("plumbline_queries_refused_total")
                .help("Queries turned away because as many waited as may.").withoutExemplars().register(registry);
    }

    /** Registers what is measured when it is scraped. */
    public void watch(Queries queries, MemoryPool memory) {
        gauge("prometheus_engine_queries", "The current number of queries being executed or waiting.",
                () -> queries.running() + queries.waiting());
        gauge("prometheus_engine_queries_concurrent_max", "The max number of concurrent queries.",
                () -> queries.limits().concurrency());
        gauge("plumbline_queries_waiting", "Queries that wait for a place.", queries::waiting);
        gauge("plumbline_query_memory_bytes", "Memory that queries hold together.", memory::heldBytes);
        gauge("plumbline_query_memory_limit_bytes", "Most memory that queries may hold together.", memory::limitBytes);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder().name(name).help(help).callback(c -> c.call(value.getAsDouble())).register(registry);
    }

    @Override
    public void finished(QueryStatus query) {
        durations.labelValues("queue_time").observe(query.waitedNanos() / NANOS);
        durations.labelValues("inner_eval").observe(query.ranNanos() / NANOS);
        samples.inc(query.samplesRead());
        finished.labelValues(query.request().kind().word(), query.outcome()).inc();
    }

    @Override
    public void slow(QueryStatus query) {
        slow.inc();
        log.accept(query);
    }

    @Override
    public void refused() {
        refused.inc();
    }
}
