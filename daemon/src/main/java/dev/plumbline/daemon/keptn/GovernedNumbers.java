package dev.plumbline.daemon.keptn;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.storage.Queryable;
import java.util.List;
import java.util.concurrent.CompletionException;

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
            return number(value(promql, atMillis, withinMillis));
        } catch (QueryException e) {
            if (e.type() != QueryException.Type.BAD_DATA && e.type() != QueryException.Type.EXECUTION) {
                throw e.type() == QueryException.Type.CANCELED ? PlumblineException.resource("somebody canceled a query: " + e.getMessage(), e) : e;
            }
            return new Reading.Unreadable(e.getMessage());
        }
    }

    private Value value(String promql, long atMillis, long withinMillis) {
        var request = new QueryRequest(QueryRequest.Kind.INSTANT, promql, "", AGENT);
        try {
            return queries.submit(request, new Queries.Bounds(0, withinMillis), control -> engine.instant(store, promql, atMillis, control).value()).answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PlumblineException known ? known : PlumblineException.internal("the query failed: " + e.getCause(), e);
        }
    }

    private static Reading number(Value value) {
        return switch (value) {
            case Value.Scalar s -> finite(s.value());
            case Value.Vector v -> one(v.elements());
            case Value.Text t -> new Reading.Unreadable("the query gives a string, must give one number");
            case Value.Matrix m -> new Reading.Unreadable("the query gives a range vector, must give one number");
        };
    }

    private static Reading one(List<Value.Element> elements) {
        if (elements.size() != 1) {
            return elements.isEmpty() ? new Reading.Missing("the query returned nothing")
                    : new Reading.Unreadable("the query returned " + elements.size() + " series, must be one; aggregate them, for example with sum(...)");
        }
        Value.Element e = elements.getFirst();
        return e.histogram() == null ? finite(e.value()) : new Reading.Unreadable("the query returned a native histogram, must be a number");
    }

    private static Reading finite(double value) {
        return Double.isFinite(value) ? new Reading.Number(value) : new Reading.Missing("the value is " + value);
    }
}
