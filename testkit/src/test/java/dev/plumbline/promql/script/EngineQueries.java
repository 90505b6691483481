package dev.plumbline.promql.script;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.storage.Queryable;
import dev.plumbline.testkit.script.QueryRunner;
import dev.plumbline.time.VirtualTime;

/** The engine with the settings that scripts assume. */
final class EngineQueries implements QueryRunner {
    private static final long MAX_SAMPLES = 10_000;

    private final Engine engine =
            new Engine(EngineOptions.defaults().withMaxSamples(MAX_SAMPLES)
            .withTimeoutMillis(100_000).withDelayedNameRemoval(true).withExperimental(true), new VirtualTime(0));

    @Override
    public Result instant(Queryable storage, String query, long timeMillis) {
        return result(engine.instant(storage, query, timeMillis));
    }

    @Override
    public Result range(Queryable storage, String query, Window window) {
        return result(engine.range(storage, query, window.startMillis(), window.endMillis(), window.stepMillis()));
    }

    private static Result result(QueryResult r) {
        return new Result(r.value(), r.warnings(), r.infos());
    }
}
