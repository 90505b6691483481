package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.verdicts.AnalysisService;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.model.PlumblineException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Analyses beside the gate: ordered, listed, explained, judged again, decided by people, followed. */
@Controller(AnalysesApi.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
final class AnalysesController {
    private static final String ONE = AnalysesApi.PATH + "/{id}";
    private final Exchange exchange;
    private final AnalysisService service;
    private final AnalysesApi api;

    AnalysesController(Exchange exchange, GateService gate) {
        this.exchange = exchange;
        service = gate.analyses();
        api = new AnalysesApi(service);
    }

    @Post(consumes = "*/*")
    HttpResponse<byte[]> order(@Body byte @Nullable [] body) {
        return exchange.runRaw(AnalysesApi.PATH, () -> api.order(body), Problem::of);
    }

    @Get
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        return exchange.run(request, AnalysesApi.PATH, null, api::list, Problem::of);
    }

    @Get("/{id}")
    HttpResponse<byte[]> get(@PathVariable String id) {
        return exchange.runRaw(ONE, () -> api.get(id), Problem::of);
    }

    @Get("/{id}/report")
    HttpResponse<byte[]> report(@PathVariable String id) {
        return exchange.runRaw(ONE + "/report", () -> api.report(id), Problem::of);
    }

    @Get("/{id}/picture.png")
    HttpResponse<byte[]> picture(@PathVariable String id, @QueryValue(defaultValue = "") String signature) {
        return exchange.runRaw(ONE + "/picture.png", () -> api.picture(id, signature), Problem::of);
    }

    @Get("/{id}/evidence")
    HttpResponse<byte[]> evidence(@PathVariable String id) {
        return exchange.runRaw(ONE + "/evidence", () -> api.evidence(id), Problem::of);
    }

    @Get("/{id}/evidence.json")
    HttpResponse<byte[]> evidenceText(@PathVariable String id) {
        return exchange.runRaw(ONE + "/evidence.json", () -> api.evidenceText(id), Problem::of);
    }

    @Get("/keys")
    HttpResponse<byte[]> keys() {
        return exchange.runRaw(AnalysesApi.PATH + "/keys", api::evidenceKeys, Problem::of);
    }

    @Post(value = "/{id}/replay", consumes = "*/*")
    HttpResponse<byte[]> replay(@PathVariable String id) {
        return exchange.runRaw(ONE + "/replay", () -> api.replay(id), Problem::of);
    }

    @Post(value = "/{id}/cancel", consumes = "*/*")
    HttpResponse<byte[]> cancel(@PathVariable String id, @Body byte @Nullable [] body) {
        return exchange.runRaw(ONE + "/cancel", () -> api.cancel(id, body), Problem::of);
    }

    @Post(value = "/{id}/decision", consumes = "*/*")
    HttpResponse<byte[]> decision(@PathVariable String id, @Body byte @Nullable [] body) {
        return exchange.runRaw(ONE + "/decision", () -> api.decision(id, body), Problem::of);
    }

    /** Server-sent events: {@code progress}, then {@code verdict}, then the end. What is wrong comes as one event {@code problem}. */
    @Get(value = "/{id}/events", produces = "text/event-stream")
    Publisher<Event<String>> events(@PathVariable String id) {
        var stream = new EventStream();
        try {
            service.follow(id, stream);
        } catch (PlumblineException e) {
            stream.problem(e.getMessage());
        }
        return stream;
    }
}
