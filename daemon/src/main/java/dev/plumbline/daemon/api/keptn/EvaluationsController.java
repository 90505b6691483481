package dev.plumbline.daemon.api.keptn;

import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.keptn.Keptn;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** Evaluations: made, found again, listed. */
@Controller("/keptn/evaluations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EvaluationsController {
    private static final String ANY = "*/*";
    private static final String ROUTE = "/keptn/evaluations";
    private final Exchange exchange;
    private final EvaluationsApi api;

    EvaluationsController(Exchange exchange, Keptn keptn) {
        this.exchange = exchange;
        api = new EvaluationsApi(keptn);
    }

    @Post(consumes = ANY)
    HttpResponse<byte[]> evaluate(@Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.runRaw(ROUTE, () -> api.evaluate(body), EvaluationsApi::failure);
    }

    @Get
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        return exchange.run(request, ROUTE, null, api::list, EvaluationsApi::failure);
    }

    @Get("/{id}")
    HttpResponse<byte[]> find(@PathVariable String id) {
        return exchange.runRaw(ROUTE + "/{id}", () -> api.find(id), EvaluationsApi::failure);
    }
}
