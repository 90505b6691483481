package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.server.Call;
import dev.plumbline.daemon.api.server.DirectRoute;
import dev.plumbline.daemon.queries.Queries;
import java.util.List;
import java.util.function.BiFunction;

/** Those of {@link QueryController}'s routes that dashboards and gates ask all the time, past the framework. */
public final class QueryRoutes {
    private static final String API = "/api/v1";
    private static final DirectRoute.Path VALUES = new DirectRoute.Path(API + "/label/", "/values", DirectRoute.Input.QUERY);
    private final Queries queries;
    private final QueryReaders readers;

    public QueryRoutes(Queries queries, QueryReaders readers) {
        this.queries = queries;
        this.readers = readers;
    }

    public List<DirectRoute> all() {
        return List.of(route("/query", readers.queries()::instant), route("/query_range", readers.queries()::range),
                route("/series", readers.series()::series), route("/labels", readers.series()::labelNames),
                new DirectRoute(VALUES, API + "/label/:name/values", this::labelValues, Envelope::failure));
    }

    private DirectRoute route(String path, BiFunction<Parameters, Asker, Queries.Ticket<Answer>> handler) {
        return new DirectRoute(DirectRoute.Path.of(API + path, DirectRoute.Input.QUERY_OR_FORM), API + path,
                call -> pending(handler.apply(call.parameters(), asker(call))), Envelope::failure);
    }

    private DirectRoute.Pending labelValues(Call call) {
        return pending(readers.series().labelValues(VALUES.segment(call.path()), call.parameters(), asker(call)));
    }

    private static Asker asker(Call call) {
        return new Asker(call.client(), call.agent());
    }

    private DirectRoute.Pending pending(Queries.Ticket<Answer> ticket) {
        return new DirectRoute.Pending(ticket.answer(), () -> queries.cancel(ticket.id()));
    }
}
