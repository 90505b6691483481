package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.verdicts.GateService;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Go or no-go. A GET may start an analysis; a HEAD starts nothing. */
@Controller("/v1/gate")
@ExecuteOn(TaskExecutors.BLOCKING)
final class GateController {
    private final Exchange exchange;
    private final GateApi api;

    GateController(Exchange exchange, GateService gate) {
        this.exchange = exchange;
        api = new GateApi(gate);
    }

    @Get("/{service}")
    HttpResponse<byte[]> ask(HttpRequest<?> request) {
        return exchange.runRaw(GateApi.ROUTE, () -> api.answer(request.getUri().getRawPath(), request.getUri().getRawQuery(),
                request.getMethod() == HttpMethod.HEAD), GateApi::failed);
    }
}
