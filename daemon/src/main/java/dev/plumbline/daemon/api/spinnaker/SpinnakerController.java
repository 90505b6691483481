package dev.plumbline.daemon.api.spinnaker;

import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.api.server.PublicAddress;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.time.Clock;
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

/** Spinnaker's webhook stage; whatever content type it sends is read as JSON. */
@Controller(SpinnakerApi.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SpinnakerController {
    private static final String ONE = SpinnakerApi.PATH + "/{id}";
    private final Exchange exchange;
    private final PublicAddress here;
    private final SpinnakerApi api;

    SpinnakerController(Exchange exchange, GateService gate, Clock clock, PublicAddress here) {
        this.exchange = exchange;
        this.here = here;
        api = new SpinnakerApi(gate, clock);
    }

    @Post(consumes = "*/*")
    HttpResponse<byte[]> start(HttpRequest<?> request, @Body byte @Nullable [] body) {
        return exchange.runRaw(SpinnakerApi.PATH, () -> api.start(body, path -> here.of(request, path)), Problem::of);
    }

    @Get("/{id}")
    HttpResponse<byte[]> status(HttpRequest<?> request, @PathVariable String id) {
        return exchange.runRaw(ONE, () -> api.status(id, path -> here.of(request, path)), Problem::of);
    }

    @Post(value = "/cancel", consumes = "*/*")
    HttpResponse<byte[]> cancel(HttpRequest<?> request, @Body byte @Nullable [] body) {
        return exchange.runRaw(SpinnakerApi.PATH + "/cancel", () -> api.cancel(body, path -> here.of(request, path)), Problem::of);
    }

    @Post(value = "/{id}/cancel", consumes = "*/*")
    HttpResponse<byte[]> cancelOne(HttpRequest<?> request, @PathVariable String id) {
        return exchange.runRaw(ONE + "/cancel", () -> api.cancel(id, path -> here.of(request, path)), Problem::of);
    }
}
