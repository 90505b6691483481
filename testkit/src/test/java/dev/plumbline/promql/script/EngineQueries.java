package dev.plumbline.promql.script;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.storage.Queryable;
import dev.plumbline.testkit.script.QueryRunner;
import dev.plumbline.time.VirtualTime;
import java.util.EnumSet;
import java.util.Set;

/** The engine with the settings that scripts assume. */
final class EngineQueries implements QueryRunner {
    private static final long MAX_SAMPLES = 10_000;

    private static final Set<Feature> FEATURES = EnumSet.complementOf(EnumSet.of(Feature.TYPE_AND_UNIT_LABELS));
    private final Engine engine = new Engine(EngineOptions.defaults().withMaxSamples(MAX_SAMPLES).withTimeoutMillis(100_000)
            .withFeatures(FEATURES), new VirtualTime(0));

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
