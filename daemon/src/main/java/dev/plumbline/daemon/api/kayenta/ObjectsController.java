package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.kayenta.Kayenta;
import dev.plumbline.daemon.kayenta.ObjectType;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** Lists of metric sets and of their pairs, and archived results. */
@Controller("/kayenta")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ObjectsController {
    private static final String ANY = "*/*";
    private final Exchange exchange;
    private final ObjectsApi api;

    ObjectsController(Exchange exchange, Kayenta kayenta) {
        this.exchange = exchange;
        api = new ObjectsApi(kayenta);
    }

    @Get("/metricSetPairList")
    HttpResponse<byte[]> pairLists() {
        return exchange.runRaw("/kayenta/metricSetPairList", () -> api.list(ObjectType.PAIRS), Replies::failure);
    }

    @Get("/metricSetPairList/{id}")
    HttpResponse<byte[]> pairList(@PathVariable String id) {
        return exchange.runRaw("/kayenta/metricSetPairList/{id}", () -> api.find(ObjectType.PAIRS, id), Replies::failure);
    }

    @Get("/metricSetPairList/{id}/{pair}")
    HttpResponse<byte[]> pair(@PathVariable String id, @PathVariable String pair) {
        return exchange.runRaw("/kayenta/metricSetPairList/{id}/{pair}", () -> api.pair(id, pair), Replies::failure);
    }

    @Post(value = "/metricSetPairList", consumes = ANY)
    HttpResponse<byte[]> addPairList(@Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.runRaw("/kayenta/metricSetPairList", () -> api.addList(ObjectType.PAIRS, body), Replies::failure);
    }

    @Delete("/metricSetPairList/{id}")
    HttpResponse<byte[]> deletePairList(@PathVariable String id) {
        return exchange.runRaw("/kayenta/metricSetPairList/{id}", () -> api.delete(ObjectType.PAIRS, id), Replies::failure);
    }

    @Get("/metricSetList")
    HttpResponse<byte[]> setLists() {
        return exchange.runRaw("/kayenta/metricSetList", () -> api.list(ObjectType.SETS), Replies::failure);
    }

    @Get("/metricSetList/{id}")
    HttpResponse<byte[]> setList(@PathVariable String id) {
        return exchange.runRaw("/kayenta/metricSetList/{id}", () -> api.find(ObjectType.SETS, id), Replies::failure);
    }

    @Post(value = "/metricSetList", consumes = ANY)
    HttpResponse<byte[]> addSetList(@Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.runRaw("/kayenta/metricSetList", () -> api.addList(ObjectType.SETS, body), Replies::failure);
    }

    @Delete("/metricSetList/{id}")
    HttpResponse<byte[]> deleteSetList(@PathVariable String id) {
        return exchange.runRaw("/kayenta/metricSetList/{id}", () -> api.delete(ObjectType.SETS, id), Replies::failure);
    }

    @Get("/canaryResultArchive")
    HttpResponse<byte[]> archives() {
        return exchange.runRaw("/kayenta/canaryResultArchive", () -> api.list(ObjectType.ARCHIVE), Replies::failure);
    }

    @Get("/canaryResultArchive/{id}")
    HttpResponse<byte[]> archived(@PathVariable String id) {
        return exchange.runRaw("/kayenta/canaryResultArchive/{id}", () -> api.archived(id), Replies::failure);
    }

    @Post(value = "/canaryResultArchive", consumes = ANY)
    HttpResponse<byte[]> archive(HttpRequest<?> request, @Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.run(request, "/kayenta/canaryResultArchive", null, p -> api.archive(p, body), Replies::failure);
    }

    @Put(value = "/canaryResultArchive/{id}", consumes = ANY)
    HttpResponse<byte[]> replaceArchive(@PathVariable String id, @Body @jakarta.annotation.Nullable byte @Nullable [] body) {
        return exchange.runRaw("/kayenta/canaryResultArchive/{id}", () -> api.replaceArchive(id, body), Replies::failure);
    }

    @Delete("/canaryResultArchive/{id}")
    HttpResponse<byte[]> deleteArchive(@PathVariable String id) {
        return exchange.runRaw("/kayenta/canaryResultArchive/{id}", () -> api.delete(ObjectType.ARCHIVE, id), Replies::failure);
    }
}
