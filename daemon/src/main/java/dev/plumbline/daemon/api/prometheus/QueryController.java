package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.server.ClientConnection;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.model.PlumblineException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The routes that ask the store. Forms are taken by POST as well as parameters by GET. The server's threads only read the
 * parameters; the rest runs on the threads of queries, and ends when the client goes away.
 */
@Produces(MediaType.ALL) // whatever the client accepts, it is told what it gets
@Controller
final class QueryController {
    private static final String ANY = "*/*";
    private static final String API = "/api/v1";
    private final Exchange exchange;
    private final Queries queries;
    private final QueryReaders readers;


    QueryController(Exchange exchange, Queries queries, QueryReaders readers) {
        this.exchange = exchange;
        this.queries = queries;
        this.readers = readers;
    }

    @Get(API + "/query")
    CompletableFuture<HttpResponse<byte[]>> query(HttpRequest<?> request) {
        return run(request, API + "/query", null, readers.queries()::instant);
    }

    @Post(value = API + "/query", consumes = ANY)
    CompletableFuture<HttpResponse<byte[]>> queryByForm(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, API + "/query", form, readers.queries()::instant);
    }

    @Get(API + "/query_range")
    CompletableFuture<HttpResponse<byte[]>> queryRange(HttpRequest<?> request) {
        return run(request, API + "/query_range", null, readers.queries()::range);
    }

    @Post(value = API + "/query_range", consumes = ANY)
    CompletableFuture<HttpResponse<byte[]>> queryRangeByForm(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, API + "/query_range", form, readers.queries()::range);
    }

    @Get(API + "/query_exemplars")
    CompletableFuture<HttpResponse<byte[]>> exemplars(HttpRequest<?> request) {
        return run(request, API + "/query_exemplars", null, readers.exemplars()::exemplars);
    }

    @Post(value = API + "/query_exemplars", consumes = ANY)
    CompletableFuture<HttpResponse<byte[]>> exemplarsByForm(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, API + "/query_exemplars", form, readers.exemplars()::exemplars);
    }

    @Get(API + "/series")
    CompletableFuture<HttpResponse<byte[]>> series(HttpRequest<?> request) {
        return run(request, API + "/series", null, readers.series()::series);
    }

    @Post(value = API + "/series", consumes = ANY)
    CompletableFuture<HttpResponse<byte[]>> seriesByForm(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, API + "/series", form, readers.series()::series);
    }

    @Get(API + "/labels")
    CompletableFuture<HttpResponse<byte[]>> labels(HttpRequest<?> request) {
        return run(request, API + "/labels", null, readers.series()::labelNames);
    }

    @Post(value = API + "/labels", consumes = ANY)
    CompletableFuture<HttpResponse<byte[]>> labelsByForm(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, API + "/labels", form, readers.series()::labelNames);
    }

    @Get(API + "/label/{name}/values")
    CompletableFuture<HttpResponse<byte[]>> labelValues(HttpRequest<?> request, @PathVariable String name) {
        return run(request, API + "/label/:name/values", null, (p, asker) -> readers.series().labelValues(name, p, asker));
    }

    @Get(API + "/status/tsdb")
    CompletableFuture<HttpResponse<byte[]>> statistics(HttpRequest<?> request) {
        return run(request, API + "/status/tsdb", null, readers.tsdb()::statistics);
    }

    @Get("/federate")
    CompletableFuture<HttpResponse<byte[]>> federate(HttpRequest<?> request) {
        String accept = request.getHeaders().get("Accept");
        boolean utf8 = accept != null && accept.contains("escaping=allow-utf-8");
        return run(request, "/federate", null, (p, asker) -> readers.federate().federate(p, utf8, asker), FederateApi::failure);
    }

    private CompletableFuture<HttpResponse<byte[]>> run(HttpRequest<?> request, String route, byte @Nullable [] form,
            BiFunction<Parameters, Asker, Queries.Ticket<Answer>> handler) {
        return run(request, route, form, handler, Envelope::failure);
    }

    private CompletableFuture<HttpResponse<byte[]>> run(HttpRequest<?> request, String route, byte @Nullable [] form,
            BiFunction<Parameters, Asker, Queries.Ticket<Answer>> handler, Function<PlumblineException, Answer> onFailure) {
        var asker = new Asker(ClientConnection.address(request), ClientConnection.agent(request));
        return exchange.runLater(request, route, form, p -> {
            Queries.Ticket<Answer> ticket = handler.apply(p, asker);
            if (!ticket.answer().isDone()) {
                var watch = ClientConnection.onClose(request, () -> queries.cancel(ticket.id()));
                return ticket.answer().whenComplete((answer, failure) -> watch.close());
            }
            return ticket.answer();
        }, onFailure);
    }
}
