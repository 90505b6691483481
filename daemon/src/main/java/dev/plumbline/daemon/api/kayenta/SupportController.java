package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.kayenta.Kayenta;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Accounts, names of metrics, health. */
@Controller("/kayenta")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SupportController {
    private final Exchange exchange;
    private final SupportApi api;

    SupportController(Exchange exchange, Kayenta kayenta, StoreHandle store) {
        this.exchange = exchange;
        api = new SupportApi(kayenta, store);
    }

    @Get("/credentials")
    HttpResponse<byte[]> credentials() {
        return exchange.runRaw("/kayenta/credentials", SupportApi::credentials, Replies::failure);
    }

    @Get("/metricsServices")
    HttpResponse<byte[]> services() {
        return exchange.runRaw("/kayenta/metricsServices", SupportApi::services, Replies::failure);
    }

    @Get("/metadata/metricsService")
    HttpResponse<byte[]> metricNames(HttpRequest<?> request) {
        return exchange.run(request, "/kayenta/metadata/metricsService", null, api::metricNames, Replies::failure);
    }

    @Get("/health")
    HttpResponse<byte[]> health() {
        return exchange.runRaw("/kayenta/health", api::health, Replies::failure);
    }
}
