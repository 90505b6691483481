package dev.plumbline.daemon.http;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.http.HttpFailure.Reason;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts as an {@link HttpClientConfig} says. Credentials are read anew for each request. Redirects that keep the method, 307
 * and 308, are followed if the settings allow it, at most {@value #MAX_REDIRECTS}, never from https to http, and with
 * credentials only to the same scheme, host and port; others would turn the message into a GET and are an answer like any
 * other. Thread-safe.
 */
public final class HttpPoster {
    static final int MAX_BODY_BYTES = 64 << 10;
    private static final int MAX_REDIRECTS = 10;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private final HttpClientConfig config;
    private final HttpClients clients;
    private final Clock clock;

    public HttpPoster(HttpClientConfig config, HttpClients clients, Clock clock) {
        this.config = config;
        this.clients = clients;
        this.clock = clock;
    }

    /**
     * Sends and waits. Blocks: call it on a virtual thread. An interrupt stays set.
     *
     * @throws HttpFailure when there is no answer
     */
    public HttpAnswer send(Post post) {
        return answer(follow(post, head -> new LimitedBody(MAX_BODY_BYTES), body -> {}));
    }

    /**
     * Sends and waits for the answer's beginning, which is what the time bounds here. Blocks like {@link #send}; the caller closes
     * what it gets.
     *
     * @throws HttpFailure when there is no answer
     */
    public HttpStream open(Post post) {
        HttpResponse<InputStream> response = follow(post, HttpResponse.BodyHandlers.ofInputStream(), body -> new HttpStream(0, body).close());
        return new HttpStream(response.statusCode(), response.body());
    }

    private <T> HttpResponse<T> follow(Post post, HttpResponse.BodyHandler<T> handler, Consumer<T> discard) {
        long deadline = clock.monotonicNanos() + post.timeoutMillis() * NANOS_PER_MILLI;
        Post now = post;
        for (int hops = 0; ; hops++) {
            HttpResponse<T> response = exchange(now, sameOrigin(now.uri(), post.uri()), handler);
            URI next = redirect(response, now.uri());
            if (next == null || hops == MAX_REDIRECTS) {
                return response;
            }
            discard.accept(response.body());
            long left = Math.max(1, (deadline - clock.monotonicNanos()) / NANOS_PER_MILLI);
            now = now.to(next, left);
        }
    }

    private @Nullable URI redirect(HttpResponse<?> response, URI from) {
        int status = response.statusCode();
        String location = response.headers().firstValue("Location").orElse("");
        if (!config.followRedirects() || status != 307 && status != 308 || location.isEmpty()) {
            return null;
        }
        try {
            URI to = from.resolve(location);
            boolean downgrade = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
            return downgrade || to.getHost() == null ? null : to;
        } catch (IllegalArgumentException e) {
            return null; // no address: the redirect is the answer
        }
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme()) && a.getAuthority().equalsIgnoreCase(b.getAuthority());
    }

    private static HttpAnswer answer(HttpResponse<byte[]> response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new HttpAnswer(response.statusCode(), headers.getOrDefault("content-type", ""),
                headers.getOrDefault("retry-after", ""), response.body(), headers);
    }

    private <T> HttpResponse<T> exchange(Post post, boolean withCredentials, HttpResponse.BodyHandler<T> handler) {
        HttpRequest request = request(post, withCredentials);
        try {
            return await(client().sendAsync(request, handler), post);
        } catch (ExecutionException e) {
            throw explained(e.getCause() == null ? e : e.getCause(), post.uri());
        } catch (IOException e) {
            throw explained(e, post.uri());
        }
    }

    private HttpClient client() throws IOException {
        return clients.client(config.tls(), config.proxy());
    }

    private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer, Post post) throws ExecutionException {
        try {
            return answer.get(post.timeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpFailure(Reason.TIMEOUT, place(post.uri()) + ": no answer within " + post.timeoutMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new HttpFailure(Reason.INTERRUPTED, place(post.uri()) + ": interrupted while waiting for the answer", e);
        }
    }

    private HttpRequest request(Post post, boolean withCredentials) {
        try {
            URI uri = post.uri();
            boolean second = config.enableHttp2() && "https".equalsIgnoreCase(uri.getScheme());
            var builder = HttpRequest.newBuilder(uri).version(second ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                    .method(post.method(), post.body().length == 0 ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofByteArray(post.body()))
                    .setHeader("User-Agent", "Plumbline").setHeader("Content-Type", post.contentType());
            post.headers().forEach(builder::setHeader);
            if (withCredentials) {
                addSettings(builder);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            // The exception's text quotes the address or the header, either of which may be a secret.
            throw new HttpFailure(Reason.SETTINGS, "the address or a header cannot be sent: expected an absolute http or https URL"
                    + " and headers of one line that the client does not set by itself", null);
        }
    }

    private void addSettings(HttpRequest.Builder builder) {
        try {
            config.headers().forEach((name, header) -> header.values().forEach(value -> builder.header(name, value.reveal())));
            String authorization = authorization();
            if (!authorization.isEmpty()) {
                builder.setHeader("Authorization", authorization);
            }
        } catch (PlumblineException e) {
            throw new HttpFailure(Reason.CREDENTIALS, e.getMessage(), e);
        }
    }

    private String authorization() {
        if (config.oauth2() != null) {
            throw new HttpFailure(Reason.SETTINGS, "oauth2 is not supported: expected basic_auth or authorization", null);
        }
        HttpClientConfig.Authorization authorization = config.authorization();
        if (authorization != null) {
            return authorization.type() + " " + reveal(authorization.credentials());
        }
        HttpClientConfig.BasicAuth basic = config.basicAuth();
        if (basic == null) {
            return "";
        }
        String pair = basic.username().reveal() + ":" + reveal(basic.password());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String reveal(@Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }

    private static HttpFailure explained(Throwable failure, URI uri) {
        return switch (failure) {
            case HttpFailure known -> known;
            case PlumblineException e -> new HttpFailure(Reason.CREDENTIALS, e.getMessage(), e);
            case SSLException e -> new HttpFailure(Reason.TLS, "TLS with " + place(uri) + ": " + e.getMessage(), e);
            case java.net.ConnectException e -> new HttpFailure(Reason.NETWORK, place(uri) + ": no connection", e);
            case java.nio.channels.UnresolvedAddressException e -> new HttpFailure(Reason.NETWORK, place(uri) + ": no such host", e);
            case IOException e -> new HttpFailure(Reason.NETWORK, place(uri) + ": the connection broke: " + e.getMessage(), e);
            default -> new HttpFailure(Reason.NETWORK, place(uri) + ": " + failure.getClass().getSimpleName(), failure);
        };
    }

    /** Host and port: never the path, which authorizes at some receivers. */
    private static String place(URI uri) {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
