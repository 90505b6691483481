package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryRequest;
import dev.plumbline.model.Exemplar;
import dev.plumbline.promql.Engine;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.ExemplarStorage.SeriesExemplars;
import java.util.List;

/** {@code /query_exemplars}: the exemplars of every series that a selector of the expression takes. */
public final class ExemplarsApi {
    private final Engine engine;
    private final ExemplarStorage exemplars;
    private final Queries queries;

    public ExemplarsApi(Engine engine, ExemplarStorage exemplars, Queries queries) {
        this.engine = engine;
        this.exemplars = exemplars;
        this.queries = queries;
    }

    /** query; start and end, both inclusive (default: everything). */
    Queries.Ticket<Answer> exemplars(Parameters p, Asker asker) {
        long start = RequestTimes.time(p, "start", RequestTimes.MIN);
        long end = RequestTimes.time(p, "end", RequestTimes.MAX);
        if (end < start) {
            throw new BadParameter("end timestamp must not be before start timestamp");
        }
        String query = p.get("query");
        var request = new QueryRequest(QueryRequest.Kind.EXEMPLARS, query, asker.client(), asker.agent());
        return queries.submit(request, Queries.Bounds.DEFAULT, control -> {
            var found = exemplars.select(start, end, Selectors.within(engine.parse(query)));
            return Envelope.success(json -> list(json, found));
        });
    }

    private static void list(JsonBytes json, List<SeriesExemplars> found) {
        json.raw('[');
        for (SeriesExemplars series : found) {
            json.next().raw('{').key("seriesLabels");
            ResultJson.labels(json, series.series());
            json.key("exemplars").raw('[');
            series.exemplars().forEach(e -> exemplar(json.next(), e));
            json.raw(']').raw('}');
        }
        json.raw(']');
    }

    private static void exemplar(JsonBytes json, Exemplar e) {
        json.raw('{').key("labels");
        ResultJson.labels(json, e.labels());
        json.key("value").raw('"');
        GoFloat.append(json, e.value());
        json.raw('"').key("timestamp").seconds(e.timeMillis()).raw('}');
    }
}
