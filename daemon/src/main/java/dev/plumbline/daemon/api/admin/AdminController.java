package dev.plumbline.daemon.api.admin;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.server.Exchange;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Health, readiness, metrics, reload and quit. */
@Produces(MediaType.ALL) // whatever the client accepts, it is told what it gets
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class AdminController {
    private static final String LIFECYCLE_OFF =
            "Lifecycle API is not enabled: start with --web.enable-lifecycle, or send a token with the scope \"admin\".";
    private final Exchange exchange;
    private final StoreHandle store;
    private final PrometheusRegistry registry;
    private final Lifecycle lifecycle;
    private final ExpositionFormats formats = ExpositionFormats.init();

    AdminController(Exchange exchange, StoreHandle store, PrometheusRegistry registry, Lifecycle lifecycle) {
        this.exchange = exchange;
        this.store = store;
        this.registry = registry;
        this.lifecycle = lifecycle;
    }

    @Get("/-/healthy")
    HttpResponse<byte[]> healthy(HttpRequest<?> request) {
        return run(request, HealthRoutes::healthy);
    }

    @Get("/-/ready")
    HttpResponse<byte[]> ready(HttpRequest<?> request) {
        return run(request, () -> HealthRoutes.ready(store));
    }

    @Get("/health/live")
    HttpResponse<byte[]> live(HttpRequest<?> request) {
        return run(request, () -> health(200, "UP", ""));
    }

    @Get("/health/ready")
    HttpResponse<byte[]> healthReady(HttpRequest<?> request) {
        return run(request, this::readiness);
    }

    @Get("/health")
    HttpResponse<byte[]> health(HttpRequest<?> request) {
        return run(request, this::readiness);
    }

    private Answer readiness() {
        return store.isReady() ? health(200, "UP", "") : health(503, "DOWN", store.state());
    }

    private static Answer health(int status, String word, String why) {
        var json = new JsonBytes().raw('{').member("status", word);
        if (!why.isEmpty()) {
            json.member("reason", why);
        }
        return Answer.json(status, json.raw('}'));
    }

    @Get("/metrics")
    HttpResponse<byte[]> metrics(HttpRequest<?> request) {
        return run(request, () -> metrics(request.getHeaders().get("Accept")));
    }

    private Answer metrics(@Nullable String accept) {
        var out = new ByteArrayOutputStream(16_384);
        var writer = formats.findWriter(accept);
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(200, writer.getContentType(), out.toByteArray(), Map.of());
    }

    @Post(value = "/-/reload", consumes = "*/*")
    HttpResponse<byte[]> reload(HttpRequest<?> request) {
        return run(request, this::reload);
    }

    @Put(value = "/-/reload", consumes = "*/*")
    HttpResponse<byte[]> reloadByPut(HttpRequest<?> request) {
        return run(request, this::reload);
    }

    private Answer reload() {
        if (!lifecycle.isEnabled()) {
            return Answer.text(403, LIFECYCLE_OFF);
        }
        List<String> problems = lifecycle.reloader().reload();
        return problems.isEmpty() ? Answer.text(200, "")
                : Answer.text(500, "failed to reload config; the old one stays:\n" + String.join("\n", problems) + "\n");
    }

    @Post(value = "/-/quit", consumes = "*/*")
    HttpResponse<byte[]> quit(HttpRequest<?> request) {
        return run(request, this::quit);
    }

    @Put(value = "/-/quit", consumes = "*/*")
    HttpResponse<byte[]> quitByPut(HttpRequest<?> request) {
        return run(request, this::quit);
    }

    private Answer quit() {
        if (!lifecycle.isEnabled()) {
            return Answer.text(403, LIFECYCLE_OFF);
        }
        lifecycle.quit().run();
        return Answer.text(200, "Requesting termination... Goodbye!");
    }

    private HttpResponse<byte[]> run(HttpRequest<?> request, Supplier<Answer> answer) {
        return exchange.runRaw(request.getPath(), answer, e -> Answer.text(500, e.getMessage() + "\n"));
    }
}
