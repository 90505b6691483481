package dev.plumbline.daemon.upstream;

import dev.plumbline.promql.Elsewhere;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.Question;
import dev.plumbline.time.SystemTime;
import java.util.concurrent.atomic.AtomicLong;

/** Questions, and an allowance that only counts. */
final class Asking implements Elsewhere.Allowance {
    private static final Engine ENGINE = new Engine(EngineOptions.defaults().withExperimental(true), new SystemTime());
    final AtomicLong held = new AtomicLong();
    final QueryControl control = QueryControl.none();

    static Question instant(String query, long millis) {
        return new Question(ENGINE.parse(query), query, millis, millis, 1, false, 300_000);
    }

    static Question range(String query, long startMillis, long endMillis, long stepMillis) {
        return new Question(ENGINE.parse(query), query, startMillis, endMillis, stepMillis, true, 300_000);
    }

    @Override
    public void hold(long bytes) {
        held.addAndGet(bytes);
    }

    @Override
    public void check() {}

    @Override
    public long leftMillis() {
        return 60_000;
    }

    @Override
    public QueryControl control() {
        return control;
    }
}
