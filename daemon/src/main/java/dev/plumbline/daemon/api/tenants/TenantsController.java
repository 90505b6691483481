package dev.plumbline.daemon.api.tenants;

import dev.plumbline.daemon.api.server.Exchange;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The route {@code /v1/tenants}. */
@Produces(MediaType.ALL) // whatever the client accepts, it is told what it gets
@Controller("/v1/tenants")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TenantsController {
    private static final String ROUTE = "/v1/tenants";
    private final Exchange exchange;
    private final TenantsApi api;

    TenantsController(Exchange exchange, TenantsApi api) {
        this.exchange = exchange;
        this.api = api;
    }

    @Get
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        return exchange.run(request, ROUTE, null, api::list, TenantsApi::failure);
    }
}
