package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.kayenta.Kayenta;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** Executions, standalone analyses, and the end of either before its time. */
@Controller("/kayenta")
@ExecuteOn(TaskExecutors.BLOCKING)
final class CanaryController {
    private static final String ANY = "*/*";
    private final Exchange exchange;
    private final ExecutionsApi api;

    CanaryController(Exchange exchange, Kayenta kayenta) {
        this.exchange = exchange;
        api = new ExecutionsApi(kayenta);
    }

    @Post(value = "/canary", consumes = ANY)
    HttpResponse<byte[]> startAdHoc(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.run(request, "/kayenta/canary", null, p -> api.start(p, body), Replies::failure);
    }

    @Post(value = "/canary/{id}", consumes = ANY)
    HttpResponse<byte[]> start(HttpRequest<?> request, @PathVariable String id, @Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.run(request, "/kayenta/canary/{id}", null, p -> api.start(id, p, body), Replies::failure);
    }

    @Get("/canary/{id}")
    HttpResponse<byte[]> get(@PathVariable String id) {
        return exchange.runRaw("/kayenta/canary/{id}", () -> api.get(id), Replies::failure);
    }

    @Get("/canary/executions")
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        return exchange.run(request, "/kayenta/canary/executions", null, api::list, Replies::failure);
    }

    @Post(value = "/standalone_canary_analysis", consumes = ANY)
    HttpResponse<byte[]> analyseAdHoc(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.run(request, "/kayenta/standalone_canary_analysis", null, p -> api.analyse(p, body), Replies::failure);
    }

    @Post(value = "/standalone_canary_analysis/{id}", consumes = ANY)
    HttpResponse<byte[]> analyse(HttpRequest<?> request, @PathVariable String id, @Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.run(request, "/kayenta/standalone_canary_analysis/{id}", null, p -> api.analyse(id, p, body), Replies::failure);
    }

    @Get("/standalone_canary_analysis/{id}")
    HttpResponse<byte[]> analysis(@PathVariable String id) {
        return exchange.runRaw("/kayenta/standalone_canary_analysis/{id}", () -> api.analysis(id), Replies::failure);
    }

    @Put(value = "/pipelines/{id}/cancel", consumes = ANY)
    HttpResponse<byte[]> cancel(@PathVariable String id) {
        return exchange.runRaw("/kayenta/pipelines/{id}/cancel", () -> api.cancel(id), Replies::failure);
    }
}
