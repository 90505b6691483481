package dev.plumbline.daemon.api.queries;

import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.queries.Queries;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The routes of {@code /v1/queries}. They need no place among queries, so that they answer when all are taken. */
@Produces(MediaType.ALL) // whatever the client accepts, it is told what it gets
@Controller("/v1/queries")
@ExecuteOn(TaskExecutors.BLOCKING)
final class QueriesController {
    private static final String ROUTE = "/v1/queries";
    private final Exchange exchange;
    private final QueriesApi api;

    QueriesController(Exchange exchange, Queries queries) {
        this.exchange = exchange;
        api = new QueriesApi(queries);
    }

    @Get
    HttpResponse<byte[]> list() {
        return exchange.runRaw(ROUTE, api::list, QueriesApi::failure);
    }

    @Delete("/{id}")
    HttpResponse<byte[]> cancel(@PathVariable String id) {
        return exchange.runRaw(ROUTE, () -> api.cancel(id), QueriesApi::failure);
    }
}
