package dev.plumbline.promql;

import dev.plumbline.promql.ast.Expr;
import dev.plumbline.storage.Queryable;
import dev.plumbline.time.Clock;

/** Answers PromQL over any store. Immutable, thread-safe; each query runs on the thread that asks. */
public final class Engine {
    private final EngineOptions options;
    private final Clock clock;

    public Engine(EngineOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    public EngineOptions options() {
        return options;
    }

    /** Evaluates at one time. */
    public QueryResult instant(Queryable store, String query, long timeMillis) {
        return instant(store, query, timeMillis, QueryControl.none());
    }

    /** Evaluates at {@code start, start+step … ≤ end}, all in ms. */
    public QueryResult range(Queryable store, String query, long startMillis, long endMillis, long stepMillis) {
        return range(store, query, new Range(startMillis, endMillis, stepMillis), QueryControl.none());
    }

    /** Times from start to end, both inclusive, in steps; milliseconds. */
    public record Range(long startMillis, long endMillis, long stepMillis) {
        public Range {
            if (endMillis < startMillis || stepMillis < 1) {
                throw new QueryException(QueryException.Type.BAD_DATA, "no such range: " + startMillis + ".." + endMillis
                        + " step " + stepMillis + "; the end must not precede the start and the step must be positive");
            }
        }
    }

    public QueryResult instant(Queryable store, String query, long timeMillis, QueryControl control) {
        throw new QueryException(QueryException.Type.INTERNAL, "not wired: " + clock.wallMillis() + options + query + store);
    }

    public QueryResult range(Queryable store, String query, Range range, QueryControl control) {
        throw new QueryException(QueryException.Type.INTERNAL, "not wired: " + clock.wallMillis() + options + query + store);
    }

    /** Evaluates a parsed, type-checked expression at one time; positions in annotations are found in {@code text}. */
    public QueryResult evaluate(Queryable store, Expr expr, String text, long timeMillis, QueryControl control) {
        throw new QueryException(QueryException.Type.INTERNAL, "not wired: " + expr);
    }
}
