package dev.plumbline.daemon.api.server;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other origins, open in a browser on this machine, from changing anything of a daemon that serves this machine: it needs no
 * token there as a rule, and a browser asks nobody before it sends a plain form. {@code /api/v1} answers everybody as Prometheus
 * does; {@link CrossOrigin} tells browsers who may read it.
 */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ForeignPagesFilter {
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    @RequestFilter
    @Nullable HttpResponse<?> refuse(HttpRequest<?> request) {
        String origin = request.getHeaders().get("Origin");
        if (origin == null || HARMLESS.contains(request.getMethod()) || request.getPath().startsWith("/api/v1/")) {
            return null;
        }
        boolean here = LOCAL.contains(host("http://" + request.getHeaders().get("Host")));
        return here && !LOCAL.contains(host(origin)) ? HttpResponse.status(HttpStatus.FORBIDDEN) : null;
    }

    /** The host of a URL; empty when it has none, as the origin {@code null} of a page without one. */
    private static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
