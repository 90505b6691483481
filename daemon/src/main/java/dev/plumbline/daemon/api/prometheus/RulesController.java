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

/** The routes of {@code /api/v1} that tell of rules; there are none where no rules are evaluated. */
@Produces(MediaType.ALL) // whatever the client accepts, it is told what it gets
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(beans = RulesApi.class)
final class RulesController {
    private final Exchange exchange;
    private final RulesApi rules;

    RulesController(Exchange exchange, RulesApi rules) {
        this.exchange = exchange;
        this.rules = rules;
    }

    @Get("/rules")
    HttpResponse<byte[]> rules(HttpRequest<?> request) {
        return exchange.run(request, "/api/v1/rules", null, rules::rules, Envelope::failure);
    }

    @Get("/alerts")
    HttpResponse<byte[]> alerts(HttpRequest<?> request) {
        return exchange.run(request, "/api/v1/alerts", null, p -> rules.alerts(), Envelope::failure);
    }
}
