package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;

/**
 * Puts our words in place of the framework's where no route takes a path (those of Go's server) or a body is too large for all. A filter and no
 * routes for these statuses: the framework would run such a route for what our own routes answer too, and without an end where the
 * request has a body.
 */
@ServerFilter("/**")
final class UnroutedFilter {
    private static final Answer NOT_FOUND = Answer.text(404, "404 page not found\n");
    private static final Answer TOO_LARGE = Answer.text(413, "the request body is larger than this endpoint takes\n");

    @ResponseFilter
    void words(HttpRequest<?> request, MutableHttpResponse<?> response) {
        for (Answer plain : List.of(NOT_FOUND, TOO_LARGE)) {
            if (response.code() == plain.status() && Exchange.answered(request).isEmpty()) {
                put(response, plain);
            }
        }
    }

    @SuppressWarnings("unchecked") // a response takes any body
    private static void put(MutableHttpResponse<?> response, Answer plain) {
        ((MutableHttpResponse<Object>) response).body(plain.body());
        response.getHeaders().set("Content-Type", plain.contentType());
    }
}
