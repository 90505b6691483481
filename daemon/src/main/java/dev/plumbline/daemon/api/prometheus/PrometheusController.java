package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.server.Exchange;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of {@code /api/v1}. Forms are taken by POST as well as parameters by GET. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PrometheusController {
    private static final String ANY = "*/*";
    private final Exchange exchange;
    private final QueryApi queries;
    private final SeriesApi series;
    private final TargetsApi targets;
    private final StatusApi status;

    PrometheusController(Exchange exchange, QueryApi queries, SeriesApi series, TargetsApi targets, StatusApi status) {
        this.exchange = exchange;
        this.queries = queries;
        this.series = series;
        this.targets = targets;
        this.status = status;
    }

    @Get("/query")
    HttpResponse<byte[]> query(HttpRequest<?> request) {
        return run(request, "/api/v1/query", null, queries::instant);
    }

    @Post(value = "/query", consumes = ANY)
    HttpResponse<byte[]> queryByForm(HttpRequest<?> request, @Body byte @Nullable [] form) {
        return run(request, "/api/v1/query", form, queries::instant);
    }

    @Get("/query_range")
    HttpResponse<byte[]> queryRange(HttpRequest<?> request) {
        return run(request, "/api/v1/query_range", null, queries::range);
    }

    @Post(value = "/query_range", consumes = ANY)
    HttpResponse<byte[]> queryRangeByForm(HttpRequest<?> request, @Body byte @Nullable [] form) {
        return run(request, "/api/v1/query_range", form, queries::range);
    }

    @Get("/series")
    HttpResponse<byte[]> series(HttpRequest<?> request) {
        return run(request, "/api/v1/series", null, series::series);
    }

    @Post(value = "/series", consumes = ANY)
    HttpResponse<byte[]> seriesByForm(HttpRequest<?> request, @Body byte @Nullable [] form) {
        return run(request, "/api/v1/series", form, series::series);
    }

    /** Prometheus has the route and refuses it the same way. */
    @Delete("/series")
    HttpResponse<byte[]> deleteSeries(HttpRequest<?> request) {
        return run(request, "/api/v1/series", null, p -> Envelope.error(500, "internal", "not implemented"));
    }

    @Get("/labels")
    HttpResponse<byte[]> labels(HttpRequest<?> request) {
        return run(request, "/api/v1/labels", null, series::labelNames);
    }

    @Post(value = "/labels", consumes = ANY)
    HttpResponse<byte[]> labelsByForm(HttpRequest<?> request, @Body byte @Nullable [] form) {
        return run(request, "/api/v1/labels", form, series::labelNames);
    }

    @Get("/label/{name}/values")
    HttpResponse<byte[]> labelValues(HttpRequest<?> request, @PathVariable String name) {
        return run(request, "/api/v1/label/:name/values", null, p -> series.labelValues(name, p));
    }

    @Get("/metadata")
    HttpResponse<byte[]> metadata(HttpRequest<?> request) {
        return run(request, "/api/v1/metadata", null, targets::metadata);
    }

    @Get("/targets")
    HttpResponse<byte[]> targets(HttpRequest<?> request) {
        return run(request, "/api/v1/targets", null, targets::targets);
    }

    @Get("/status/buildinfo")
    HttpResponse<byte[]> buildInformation(HttpRequest<?> request) {
        return run(request, "/api/v1/status/buildinfo", null, p -> status.build());
    }

    private HttpResponse<byte[]> run(HttpRequest<?> request, String route, byte @Nullable [] form,
            Function<Parameters, Answer> handler) {
        return exchange.run(request, route, form, handler, Envelope::failure);
    }
}
