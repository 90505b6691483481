package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Answers what browsers ask before they ask, and tells them who may read. Stands before the check of tokens: a browser sends
 * none with {@code OPTIONS}, whose answer says nothing of what is kept here.
 */
@ServerFilter("/api/v1/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CrossOriginFilter {
    private final CrossOrigin crossOrigin;

    CrossOriginFilter(CrossOrigin crossOrigin) {
        this.crossOrigin = crossOrigin;
    }

    @RequestFilter
    @Nullable HttpResponse<byte[]> options(HttpRequest<?> request) {
        if (request.getMethod() != HttpMethod.OPTIONS) {
            return null;
        }
        return Exchange.toResponse(new Answer(204, Answer.JSON, new byte[0], crossOrigin.headers(request.getHeaders().get("Origin"))));
    }

    @ResponseFilter
    void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
        crossOrigin.headers(request.getHeaders().get("Origin")).forEach(response::header);
    }
}
