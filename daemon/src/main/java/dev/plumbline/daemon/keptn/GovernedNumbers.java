package dev.plumbline.daemon.keptn;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.daemon.verdicts.OneNumber;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.storage.Queryable;

/** Numbers through the query engine, admitted like everything else that is asked over HTTP, and listed among the queries. */
public final class GovernedNumbers implements NumberSource {
    private static final String AGENT = "keptn";
    private final Engine engine;
    private final Queryable store;
    private final Queries queries;

    public GovernedNumbers(Engine engine, Queryable store, Queries queries) {
        this.engine = engine;
        this.store = store;
        this.queries = queries;
    }

    @Override
    public void check(String promql) {
        ValueType type = engine.parse(promql).type();
        if (type != ValueType.VECTOR && type != ValueType.SCALAR) {
            throw PlumblineException.user("the query gives a " + type.description() + ", must give one number, for example by sum(rate(...))");
        }
    }

    @Override
    public Reading number(String promql, long atMillis, long withinMillis) {
        try {
            return OneNumber.of(queries.await(new QueryRequest(QueryRequest.Kind.INSTANT, promql, "", AGENT), new Queries.Bounds(0, withinMillis),
                    control -> engine.instant(store, promql, atMillis, control).value()));
        } catch (QueryException e) {
            if (e.type() != QueryException.Type.BAD_DATA && e.type() != QueryException.Type.EXECUTION) {
                throw e.type() == QueryException.Type.CANCELED ? PlumblineException.resource("somebody canceled a query: " + e.getMessage(), e) : e;
            }
            return new Reading.Unreadable(e.getMessage());
        }
    }
}
