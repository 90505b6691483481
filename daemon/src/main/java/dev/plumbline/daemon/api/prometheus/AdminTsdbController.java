package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.server.Exchange;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of {@code /api/v1/admin/tsdb}. */
@Produces(MediaType.ALL) // whatever the client accepts, it is told what it gets
@Controller("/api/v1/admin/tsdb")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminTsdbController {
    private static final String ANY = "*/*";
    private static final String PREFIX = "/api/v1/admin/tsdb";
    private final Exchange exchange;
    private final AdminApi admin;

    AdminTsdbController(Exchange exchange, AdminApi admin) {
        this.exchange = exchange;
        this.admin = admin;
    }

    @Post(value = "/delete_series", consumes = ANY)
    HttpResponse<byte[]> delete(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, "/delete_series", form, admin::deleteSeries);
    }

    @Put(value = "/delete_series", consumes = ANY)
    HttpResponse<byte[]> deleteByPut(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, "/delete_series", form, admin::deleteSeries);
    }

    @Post(value = "/clean_tombstones", consumes = ANY)
    HttpResponse<byte[]> clean(HttpRequest<?> request) {
        return run(request, "/clean_tombstones", null, p -> admin.cleanTombstones());
    }

    @Put(value = "/clean_tombstones", consumes = ANY)
    HttpResponse<byte[]> cleanByPut(HttpRequest<?> request) {
        return run(request, "/clean_tombstones", null, p -> admin.cleanTombstones());
    }

    @Post(value = "/snapshot", consumes = ANY)
    HttpResponse<byte[]> snapshot(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, "/snapshot", form, admin::snapshot);
    }

    @Put(value = "/snapshot", consumes = ANY)
    HttpResponse<byte[]> snapshotByPut(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, "/snapshot", form, admin::snapshot);
    }

    private HttpResponse<byte[]> run(HttpRequest<?> request, String route, byte @Nullable [] form,
            Function<Parameters, Answer> handler) {
        return exchange.run(request, PREFIX + route, form, handler, Envelope::failure);
    }
}
