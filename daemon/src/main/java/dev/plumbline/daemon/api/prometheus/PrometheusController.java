package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.server.Exchange;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of {@code /api/v1} that do not ask the store: expressions, targets, status. */
@Produces(MediaType.ALL) // whatever the client accepts, it is told what it gets
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PrometheusController {
    private static final String ANY = "*/*";
    private final Exchange exchange;
    private final SyntaxApi syntax;
    private final TargetsApi targets;
    private final StatusApi status;
    private final TsdbApi tsdb;

    PrometheusController(Exchange exchange, SyntaxApi syntax, TargetsApi targets, StatusApi status, QueryReaders readers) {
        this.exchange = exchange;
        this.syntax = syntax;
        this.targets = targets;
        this.status = status;
        this.tsdb = readers.tsdb();
    }

    @Get("/format_query")
    HttpResponse<byte[]> format(HttpRequest<?> request) {
        return run(request, "/api/v1/format_query", null, syntax::format);
    }

    @Post(value = "/format_query", consumes = ANY)
    HttpResponse<byte[]> formatByForm(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, "/api/v1/format_query", form, syntax::format);
    }

    @Get("/parse_query")
    HttpResponse<byte[]> parse(HttpRequest<?> request) {
        return run(request, "/api/v1/parse_query", null, syntax::parse);
    }

    @Post(value = "/parse_query", consumes = ANY)
    HttpResponse<byte[]> parseByForm(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] form) {
        return run(request, "/api/v1/parse_query", form, syntax::parse);
    }

    /** Prometheus has the route and refuses it the same way. */
    @Delete("/series")
    HttpResponse<byte[]> deleteSeries(HttpRequest<?> request) {
        return run(request, "/api/v1/series", null, p -> Envelope.error(500, "internal", "not implemented"));
    }

    @Get("/metadata")
    HttpResponse<byte[]> metadata(HttpRequest<?> request) {
        return run(request, "/api/v1/metadata", null, targets::metadata);
    }

    @Get("/targets")
    HttpResponse<byte[]> targets(HttpRequest<?> request) {
        return run(request, "/api/v1/targets", null, targets::targets);
    }

    @Get("/targets/metadata")
    HttpResponse<byte[]> targetMetadata(HttpRequest<?> request) {
        return run(request, "/api/v1/targets/metadata", null, targets::targetMetadata);
    }

    @Get("/scrape_pools")
    HttpResponse<byte[]> pools(HttpRequest<?> request) {
        return run(request, "/api/v1/scrape_pools", null, p -> targets.pools());
    }

    @Get("/notifications")
    HttpResponse<byte[]> notifications(HttpRequest<?> request) {
        return run(request, "/api/v1/notifications", null, status::notifications);
    }

    @Get("/status/buildinfo")
    HttpResponse<byte[]> buildInformation(HttpRequest<?> request) {
        return run(request, "/api/v1/status/buildinfo", null, p -> status.build());
    }

    @Get("/status/config")
    HttpResponse<byte[]> config(HttpRequest<?> request) {
        return run(request, "/api/v1/status/config", null, p -> status.config());
    }

    @Get("/status/flags")
    HttpResponse<byte[]> flags(HttpRequest<?> request) {
        return run(request, "/api/v1/status/flags", null, p -> status.flags());
    }

    @Get("/status/runtimeinfo")
    HttpResponse<byte[]> runtime(HttpRequest<?> request) {
        return run(request, "/api/v1/status/runtimeinfo", null, p -> status.runtime());
    }

    @Get("/status/walreplay")
    HttpResponse<byte[]> replay(HttpRequest<?> request) {
        return run(request, "/api/v1/status/walreplay", null, p -> tsdb.replay());
    }

    @Get("/status/tsdb/blocks")
    HttpResponse<byte[]> blocks(HttpRequest<?> request) {
        return run(request, "/api/v1/status/tsdb/blocks", null, p -> tsdb.blocks());
    }

    private HttpResponse<byte[]> run(HttpRequest<?> request, String route, byte @Nullable [] form,
            Function<Parameters, Answer> handler) {
        return exchange.run(request, route, form, handler, Envelope::failure);
    }
}
