package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.verdicts.GateService;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** Change freezes. */
@Controller(FreezesApi.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
final class FreezesController {
    private final Exchange exchange;
    private final FreezesApi api;

    FreezesController(Exchange exchange, GateService gate) {
        this.exchange = exchange;
        api = new FreezesApi(gate.freezes());
    }

    @Get
    HttpResponse<byte[]> list() {
        return exchange.runRaw(FreezesApi.PATH, api::list, Problem::of);
    }

    @Post(consumes = "*/*")
    HttpResponse<byte[]> add(@Body byte @Nullable [] body) {
        return exchange.runRaw(FreezesApi.PATH, () -> api.add(body), Problem::of);
    }

    @Delete("/{id}")
    HttpResponse<byte[]> lift(@PathVariable String id) {
        return exchange.runRaw(FreezesApi.PATH, () -> api.lift(id), Problem::of);
    }
}
