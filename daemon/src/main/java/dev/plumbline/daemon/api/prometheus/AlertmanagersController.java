package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.server.Exchange;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code /api/v1/alertmanagers}, where alerts are told to Alertmanagers at all. */
@Produces(MediaType.ALL) // whatever the client accepts, it is told what it gets
@Controller("/api/v1/alertmanagers")
@Requires(beans = AlertmanagersApi.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AlertmanagersController {
    private final Exchange exchange;
    private final AlertmanagersApi alertmanagers;

    AlertmanagersController(Exchange exchange, AlertmanagersApi alertmanagers) {
        this.exchange = exchange;
        this.alertmanagers = alertmanagers;
    }

    @Get
    HttpResponse<byte[]> alertmanagers(HttpRequest<?> request) {
        return exchange.run(request, "/api/v1/alertmanagers", null, p -> alertmanagers.alertmanagers(), Envelope::failure);
    }
}
