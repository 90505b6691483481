package dev.plumbline.daemon.api.remote;

import dev.plumbline.daemon.api.server.ClientConnection;
import dev.plumbline.daemon.api.server.Exchange;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The route of remote read. A stream ends, too, when its client goes away. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RemoteReadController {
    private static final String ROUTE = "/api/v1/read";
    private static final byte[] NOTHING = {};
    private final Exchange exchange;
    private final RemoteReadApi api;

    RemoteReadController(Exchange exchange, RemoteReadApi api) {
        this.exchange = exchange;
        this.api = api;
    }

    @Post(value = "/read", consumes = "*/*")
    HttpResponse<?> read(HttpRequest<byte[]> request) {
        return switch (api.read(request.getBody().orElse(NOTHING))) {
            case RemoteReadApi.Reply.Whole whole -> exchange.runRaw(ROUTE, whole::answer, e -> whole.answer());
            case RemoteReadApi.Reply.Streamed streamed -> stream(request, streamed.chunks());
        };
    }

    private static HttpResponse<InputStream> stream(HttpRequest<?> request, InputStream chunks) {
        ClientConnection.onClose(request, () -> Thread.ofVirtual().start(() -> close(chunks)));
        return HttpResponse.ok(chunks).header("Content-Type", RemoteReadApi.STREAM);
    }

    private static void close(InputStream chunks) {
        try {
            chunks.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
