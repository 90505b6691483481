package dev.plumbline.daemon.verdicts;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.Queryable;

/** Numbers from a store through the query engine. Thread-safe as far as the store and the engine are. */
public final class EngineSource implements MetricsSource {
    private final Engine engine;
    private final Queryable store;

    public EngineSource(Engine engine, Queryable store) {
        this.engine = engine;
        this.store = store;
    }

    @Override
    public Value instant(String query, long timeMillis) {
        return engine.instant(store, query, timeMillis).value();
    }
}
