package dev.plumbline.daemon;

import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.telemetry.QueryMetrics;
import dev.plumbline.daemon.telemetry.SlowQueryLog;
import dev.plumbline.daemon.telemetry.UpstreamMetrics;
import dev.plumbline.daemon.upstream.Upstream;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.EngineResources;
import dev.plumbline.promql.MemoryPool;
import dev.plumbline.time.Clock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Everything that answers PromQL, wired. There are two engines: one for queries that come over HTTP, on threads of their own,
 * admitted by {@link Queries}; and one for rules and analyses, on their threads. A quarter of the memory of queries belongs to
 * the second alone, so that rules are evaluated and releases judged whatever is asked over HTTP.
 */
final class QueryPath implements AutoCloseable {
    private static final int SHARE_OF_RULES = 4;
    private static final int IDLE_SECONDS = 60;
    private final Engine engine;
    private final Engine background;
    private final Queries queries;
    private final HttpClients clients = new HttpClients(System.getenv());
    private final Upstream upstream;
    private final ExecutorService threads;
    private final ExecutorService parts;

    /** @param oldest the time of the store's oldest sample; {@code Long.MAX_VALUE} when there is none */
    QueryPath(QuerySettings settings, PrometheusRegistry registry, Clock clock, LongSupplier oldest) {
        int processors = Runtime.getRuntime().availableProcessors();
        threads = pool("query", settings.limits().concurrency());
        parts = pool("query-part", Math.max(1, processors - 1));
        long reserved = Math.max(1, settings.totalBytes() / SHARE_OF_RULES);
        var memory = new MemoryPool(Math.max(1, settings.totalBytes() - reserved));
        EngineOptions options = settings.engine();
        upstream = new Upstream(clock, clients, oldest);
        engine = new Engine(options, clock, new EngineResources(memory, parts, processors), upstream.forQueries());
        background = new Engine(options.withMaxQueryBytes(Math.min(options.maxQueryBytes(), reserved)), clock,
                EngineResources.of(new MemoryPool(reserved)), upstream.forBackground());
        var metrics = new QueryMetrics(registry, new SlowQueryLog(clock));
        queries = new Queries(settings.limits(), threads, clock, metrics);
        metrics.watch(queries, memory);
        UpstreamMetrics.register(registry, upstream.counters());
    }

    private static ExecutorService pool(String name, int size) {
        var pool = new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** For what is asked over HTTP. */
    Engine engine() {
        return engine;
    }

    /** For rules and analyses. */
    Engine background() {
        return background;
    }

    Queries queries() {
        return queries;
    }

    /** Who is asked for what the store does not have; nobody until a configuration names it. */
    Upstream upstream() {
        return upstream;
    }

    /** Makes the upstream that of the configuration. */
    void apply(PlumblineConfig config) {
        upstream.apply(config.upstream(), config.global().externalLabels());
    }

    /** Cancels what runs; nothing more is let in after the server has closed. */
    @Override
    public void close() {
        queries.present().forEach(query -> queries.cancel(query.id()));
        threads.shutdown();
        parts.shutdown();
        clients.close();
    }
}
