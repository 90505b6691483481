package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.MeasuredSeries;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.daemon.queries.Work;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Series through the query engine, admitted like everything else that is asked over HTTP: within the limits on running and
 * waiting queries, their time and memory, and listed among them.
 */
public final class GovernedRanges implements RangeSource {
    private static final String AGENT = "kayenta";
    private static final int MAX_VALUES = 500_000;
    private final Engine engine;
    private final Queryable store;
    private final Queries queries;

    public GovernedRanges(Engine engine, Queryable store, Queries queries) {
        this.engine = engine;
        this.store = store;
        this.queries = queries;
    }

    @Override
    public void check(String promql) {
        ValueType type = engine.parse(promql).type();
        if (type != ValueType.VECTOR && type != ValueType.SCALAR) {
            throw PlumblineException.user("the query gives a " + type.description() + "; an instant vector or a scalar is needed");
        }
    }

    @Override
    public List<MeasuredSeries> range(String promql, long startMillis, long endMillis, long stepMillis) {
        var range = new Engine.Range(startMillis, endMillis, stepMillis);
        return answer(QueryRequest.Kind.RANGE, promql, control -> series(engine.range(store, promql, range, control).value()));
    }

    @Override
    public List<String> metricNames(String part, int most) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return answer(QueryRequest.Kind.LABELS, part, control -> {
            try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
                return querier.labelValues("__name__", List.of()).stream().filter(n -> n.toLowerCase(Locale.ROOT).contains(wanted)).limit(most).toList();
            }
        });
    }

    private <T> T answer(QueryRequest.Kind kind, String text, Work<T> work) {
        return queries.await(new QueryRequest(kind, text, "", AGENT), Queries.Bounds.DEFAULT, work);
    }

    private static List<MeasuredSeries> series(Value value) {
        if (!(value instanceof Value.Matrix matrix)) {
            throw new QueryException(QueryException.Type.EXECUTION, "the query gives a " + value.type() + ", no series");
        }
        long values = matrix.series().stream().mapToLong(p -> p.times().length).sum();
        if (values > MAX_VALUES) {
            throw new QueryException(QueryException.Type.EXECUTION, "the query gives " + matrix.series().size() + " series with " + values
                    + " values, at most " + MAX_VALUES + " are compared; aggregate them");
        }
        var series = new ArrayList<MeasuredSeries>();
        for (Value.Points points : matrix.series()) {
            if (points.histograms() != null) {
                throw new QueryException(QueryException.Type.EXECUTION, "the query gives native histograms, of " + points.labels()
                        + "; numbers are compared, such as histogram_quantile(…) gives");
            }
            series.add(MeasuredSeries.of(points.labels().toMap(), points.times(), points.values()));
        }
        return series;
    }
}
