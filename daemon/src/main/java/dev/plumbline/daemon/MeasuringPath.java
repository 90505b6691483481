package dev.plumbline.daemon;

import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.measuring.HttpMeasurements;
import dev.plumbline.daemon.telemetry.Tracing;
import dev.plumbline.daemon.verdicts.EngineSource;
import dev.plumbline.daemon.verdicts.MetricsSource;
import dev.plumbline.daemon.verdicts.WebCalls;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.Queryable;
import dev.plumbline.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where analyses get their numbers from: our own store, each query in a span of its own, and HTTP. */
final class MeasuringPath implements MetricsSource, AutoCloseable {
    private static final String SPAN = "analysis query";
    private final HttpClients clients = new HttpClients(System.getenv());
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("measuring-", 0).factory());
    private final Tracing tracing;
    private final EngineSource source;

    MeasuringPath(Engine engine, Queryable store, Tracing tracing, Clock clock) {
        this.tracing = tracing;
        source = new EngineSource(engine, store, new HttpMeasurements(clients, clock, threads));
    }

    @Override
    public Value instant(String query, long timeMillis) {
        return tracing.inSpan(SPAN, () -> source.instant(query, timeMillis));
    }

    @Override
    public Value range(String query, long startMillis, long endMillis, long stepMillis) {
        return tracing.inSpan(SPAN, () -> source.range(query, startMillis, endMillis, stepMillis));
    }

    @Override
    public WebCalls web() {
        return source.web();
    }

    /** Ends calls that are under way. */
    @Override
    public void close() {
        threads.shutdownNow();
        clients.close();
    }
}
