package dev.plumbline.daemon.api.external;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.time.Clock;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.function.Function;

/** The external metrics API of Kubernetes. */
@Controller(ExternalMetricsApi.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExternalMetricsController {
    private static final String VALUES = "/v1beta1/namespaces/{namespace}/{metric}";
    private final Exchange exchange;
    private final ExternalMetricsApi api;

    ExternalMetricsController(Exchange exchange, GateService gate, StoreHandle store, Clock clock) {
        this.exchange = exchange;
        api = new ExternalMetricsApi(gate::reports, () -> store.isReady() ? Optional.empty() : Optional.of(store.state()), clock);
    }

    @Get
    HttpResponse<byte[]> group(HttpRequest<?> request) {
        return run(request, "", p -> api.group());
    }

    @Get("/v1beta1")
    HttpResponse<byte[]> resources(HttpRequest<?> request) {
        return run(request, "/v1beta1", p -> api.resources());
    }

    @Get(VALUES)
    HttpResponse<byte[]> values(HttpRequest<?> request, @PathVariable String namespace, @PathVariable String metric) {
        return run(request, VALUES, p -> api.values(namespace, metric, p.get("labelSelector")));
    }

    private HttpResponse<byte[]> run(HttpRequest<?> request, String route, Function<Parameters, Answer> handler) {
        return exchange.run(request, ExternalMetricsApi.PATH + route, null, handler, ExternalMetricsApi::trouble);
    }
}
