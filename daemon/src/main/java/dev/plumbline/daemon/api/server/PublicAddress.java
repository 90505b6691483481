package dev.plumbline.daemon.api.server;

import com.google.re2j.Pattern;
import io.micronaut.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where callers reach this daemon, for addresses in answers.
 *
 * @param externalUrl as given by {@code --web.external-url}, without a slash at the end; empty: what the caller used
 */
public record PublicAddress(String externalUrl) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._\\-\\[\\]:]{1,300}");

    /** The address of a path; the path alone when neither the settings nor the request say where this is. */
    public String of(HttpRequest<?> request, String path) {
        return of(request.getHeaders().get("Host"), path);
    }

    String of(@Nullable String host, String path) {
        if (!externalUrl.isEmpty()) {
            return externalUrl + path;
        }
        return host != null && HOST.matches(host) ? "http://" + host + path : path;
    }
}
