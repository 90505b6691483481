package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.kayenta.Kayenta;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** Canary configurations. */
@Controller("/kayenta")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ConfigController {
    private static final String ANY = "*/*";
    private final Exchange exchange;
    private final ObjectsApi api;

    ConfigController(Exchange exchange, Kayenta kayenta) {
        this.exchange = exchange;
        api = new ObjectsApi(kayenta);
    }

    @Get("/canaryConfig")
    HttpResponse<byte[]> list(HttpRequest<?> request) {
        return exchange.run(request, "/kayenta/canaryConfig", null, api::configs, Replies::failure);
    }

    @Get("/canaryConfig/{id}")
    HttpResponse<byte[]> get(@PathVariable String id) {
        return exchange.runRaw("/kayenta/canaryConfig/{id}", () -> api.config(id), Replies::failure);
    }

    @Post(value = "/canaryConfig", consumes = ANY)
    HttpResponse<byte[]> add(@Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.runRaw("/kayenta/canaryConfig", () -> api.addConfig(body), Replies::failure);
    }

    @Put(value = "/canaryConfig/{id}", consumes = ANY)
    HttpResponse<byte[]> replace(@PathVariable String id, @Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.runRaw("/kayenta/canaryConfig/{id}", () -> api.replaceConfig(id, body), Replies::failure);
    }

    @Delete("/canaryConfig/{id}")
    HttpResponse<byte[]> delete(@PathVariable String id) {
        return exchange.runRaw("/kayenta/canaryConfig/{id}", () -> api.deleteConfig(id), Replies::failure);
    }
}
