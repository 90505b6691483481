package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.web.router.Router;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Answers wrong methods in the words that Go's server uses. */
@Controller
final class UnroutedController {
    private final Router router;

    UnroutedController(Router router) {
        this.router = router;
    }

    @Error(status = HttpStatus.METHOD_NOT_ALLOWED, global = true)
    HttpResponse<byte[]> methodNotAllowed(HttpRequest<?> request) {
        var allowed = router.findAny(request).stream().map(match -> match.getRouteInfo().getHttpMethod())
                .filter(method -> method != HttpMethod.HEAD).map(HttpMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        allowed.add(HttpMethod.OPTIONS.name());
        var plain = Answer.text(405, "Method Not Allowed\n");
        return Exchange.toResponse(new Answer(405, plain.contentType(), plain.body(),
                Map.of("Allow", String.join(", ", allowed))));
    }
}
