package dev.plumbline.daemon.api.remote;

import dev.plumbline.daemon.api.server.Exchange;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The route of remote write. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RemoteWriteController {
    private static final byte[] NOTHING = {};
    private final Exchange exchange;
    private final RemoteWriteApi api;

    RemoteWriteController(Exchange exchange, RemoteWriteApi api) {
        this.exchange = exchange;
        this.api = api;
    }

    @Post(value = "/write", consumes = "*/*")
    HttpResponse<byte[]> write(HttpRequest<byte[]> request) {
        return exchange.runRaw(RemoteWriteApi.ROUTE, () -> api.write(header(request, HttpHeaders.CONTENT_TYPE),
                header(request, HttpHeaders.CONTENT_ENCODING), request.getBody().orElse(NOTHING)),
                RemoteWriteApi::failed);
    }

    private static String header(HttpRequest<?> request, String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }
}
