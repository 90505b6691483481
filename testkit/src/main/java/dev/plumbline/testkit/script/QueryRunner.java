package dev.plumbline.testkit.script;

import dev.plumbline.promql.Value;
import dev.plumbline.storage.Queryable;
import java.util.List;

/** Answers the queries of a script. Failures are {@link dev.plumbline.promql.QueryException}; all else counts as a crash. */
public interface QueryRunner {

    /** An answer; annotations as the HTTP API words them ({@code PromQL warning: … (1:5)}). */
    record Result(Value value, List<String> warnings, List<String> infos) {}

    Result instant(Queryable storage, String query, long timeMillis);

    Result range(Queryable storage, String query, Window window);

    /** Times of a range query: both ends inclusive, step more than 0, all in ms. */
    record Window(long startMillis, long endMillis, long stepMillis) {}
}
