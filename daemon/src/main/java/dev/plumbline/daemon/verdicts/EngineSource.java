package dev.plumbline.daemon.verdicts;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.Queryable;

/** Numbers from a store through the query engine. Thread-safe as far as the store and the engine are. */
public final class EngineSource implements MetricsSource {
    private final Engine engine;
    private final Queryable store;
    private final WebCalls web;

    /** One that makes no HTTP calls. */
    public EngineSource(Engine engine, Queryable store) {
        this(engine, store, WebCalls.NONE);
    }

    public EngineSource(Engine engine, Queryable store, WebCalls web) {
        this.engine = engine;
        this.store = store;
        this.web = web;
    }

    @Override
    public Value instant(String query, long timeMillis) {
        return engine.instant(store, query, timeMillis).value();
    }

    @Override
    public Value range(String query, long startMillis, long endMillis, long stepMillis) {
        return engine.range(store, query, startMillis, endMillis, stepMillis).value();
    }

    @Override
    public WebCalls web() {
        return web;
    }
}
