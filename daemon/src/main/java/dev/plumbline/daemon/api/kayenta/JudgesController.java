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
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** The judges by themselves, and the remote judge of a Kayenta. */
@Controller("/kayenta")
@ExecuteOn(TaskExecutors.BLOCKING)
final class JudgesController {
    private static final String ANY = "*/*";
    private final Exchange exchange;
    private final JudgesApi api;

    JudgesController(Exchange exchange, Kayenta kayenta) {
        this.exchange = exchange;
        api = new JudgesApi(kayenta);
    }

    @Get("/judges")
    HttpResponse<byte[]> list() {
        return exchange.runRaw("/kayenta/judges", JudgesApi::list, Replies::failure);
    }

    @Post(value = "/judge", consumes = ANY)
    HttpResponse<byte[]> remote(@Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.runRaw("/kayenta/judge", () -> JudgesApi.remote(body), Replies::failure);
    }

    @Post(value = "/judges/judge", consumes = ANY)
    HttpResponse<byte[]> judge(HttpRequest<?> request) {
        return exchange.run(request, "/kayenta/judges/judge", null, api::judge, Replies::failure);
    }

    @Post(value = "/judges/comparison", consumes = ANY)
    HttpResponse<byte[]> compare(HttpRequest<?> request) {
        return exchange.run(request, "/kayenta/judges/comparison", null, api::compare, Replies::failure);
    }

    @Get("/judges/comparison/{id}")
    HttpResponse<byte[]> comparison(@PathVariable String id) {
        return exchange.runRaw("/kayenta/judges/comparison/{id}", () -> api.comparison(id), Replies::failure);
    }
}
