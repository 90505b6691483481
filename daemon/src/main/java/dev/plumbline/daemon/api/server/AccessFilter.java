package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.security.AccessControl;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns away requests without the right token before anything else sees them. */
@ServerFilter("/**")
final class AccessFilter {
    private static final String BASIC = "Basic ";
    private final AccessControl access;

    AccessFilter(AccessControl access) {
        this.access = access;
    }

    @RequestFilter
    @Nullable HttpResponse<byte[]> check(HttpRequest<?> request) {
        String authorization = authorization(request);
        return switch (access.decide(AccessControl.needed(request.getMethodName(), request.getPath()), authorization)) {
            case ALLOWED -> null;
            case UNAUTHENTICATED -> refuse(401, "Unauthorized: send a valid token as \"Authorization: Bearer TOKEN\"\n",
                    Map.of("WWW-Authenticate", "Bearer realm=\"plumbline\""));
            case FORBIDDEN -> refuse(403, "Forbidden: the token lacks the scope \""
                    + scopeWord(request) + "\" that this path needs\n", Map.of());
        };
    }

    /**
     * Flagger's webhooks cannot send headers: for them alone the token may stand in the URL, as {@code ?token=}. Clients of Kayenta
     * cannot either, but send the password of a URL such as {@code http://any:TOKEN@host/kayenta}: there it is the token.
     */
    private static @Nullable String authorization(HttpRequest<?> request) {
        String header = request.getHeaders().get("Authorization");
        if (header != null && request.getPath().startsWith("/kayenta/") && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return password(header.substring(BASIC.length()).strip());
        }
        String token = request.getPath().startsWith("/flagger/") ? request.getParameters().get("token") : null;
        return header == null && token != null ? "Bearer " + token : header;
    }

    private static @Nullable String password(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? null : "Bearer " + decoded.substring(colon + 1);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static String scopeWord(HttpRequest<?> request) {
        var needed = AccessControl.needed(request.getMethodName(), request.getPath());
        return needed == null ? "" : needed.key();
    }

    private static HttpResponse<byte[]> refuse(int status, String text, Map<String, String> headers) {
        Answer plain = Answer.text(status, text);
        return Exchange.toResponse(new Answer(status, plain.contentType(), plain.body(), headers));
    }
}
