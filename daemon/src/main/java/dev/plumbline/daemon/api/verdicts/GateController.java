package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.verdicts.GateRendering;
import dev.plumbline.daemon.verdicts.GateRequest;
import dev.plumbline.daemon.verdicts.GateService;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Go or no-go. A GET may start an analysis; a HEAD starts nothing. */
@Controller("/v1/gate")
@ExecuteOn(TaskExecutors.BLOCKING)
final class GateController {
    private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");
    private static final String PREFIX = "/v1/gate/";
    private final Exchange exchange;
    private final GateService gate;

    GateController(Exchange exchange, GateService gate) {
        this.exchange = exchange;
        this.gate = gate;
    }

    @Get("/{service}")
    HttpResponse<byte[]> ask(HttpRequest<?> request) {
        return exchange.runRaw("/v1/gate", () -> answer(request), e -> Problem.of(500, "Internal Server Error", e.getMessage()));
    }

    private Answer answer(HttpRequest<?> request) {
        String path = request.getUri().getRawPath();
        String query = request.getUri().getRawQuery();
        GateRequest asked = GateRequest.parse(path.substring(PREFIX.length()), query == null ? "" : query);
        var rendered = switch (asked) {
            case GateRequest.Unreadable unreadable -> GateRendering.render(unreadable);
            case GateRequest.Readable r -> GateRendering.render(
                    request.getMethod() == HttpMethod.HEAD ? gate.peek(r.question()) : gate.ask(r.question()), r.form());
        };
        return new Answer(rendered.status(), rendered.contentType(), rendered.body().getBytes(StandardCharsets.UTF_8), NO_STORE);
    }
}
