package dev.plumbline.daemon.api.server;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.telemetry.Tracing;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.context.ServerRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one request through a handler. Thread-safe. */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    static final int CLIENT_CLOSED = 499;
    static final String CLIENT_CLOSED_REASON = "Client Closed Request";
    private static final String ANSWER = "plumbline.answer";
    private static final String FORM = "application/x-www-form-urlencoded";
    private final RequestMetrics metrics;
    private final Tracing tracing;
    private final Clock clock;

    public Exchange(RequestMetrics metrics, Tracing tracing, Clock clock) {
        this.metrics = metrics;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * Answers a request that comes with parameters.
     *
     * @param route the route as a metric label and span name, such as {@code /api/v1/query}
     * @param form the body, read as a form when the request says that it is one; null without a body
     * @param handler makes the answer; may block
     * @param onFailure the surface's own form of a failure
     */
    public HttpResponse<byte[]> run(HttpRequest<?> request, String route, byte @Nullable [] form,
            Function<Parameters, Answer> handler, Function<PlumblineException, Answer> onFailure) {
        return runRaw(route, () -> handler.apply(Parameters.parse(request.getUri().getRawQuery(), formText(request, form))),
                onFailure);
    }

    /** Answers a request that the handler reads by itself. */
    public HttpResponse<byte[]> runRaw(String route, Supplier<Answer> handler, Function<PlumblineException, Answer> onFailure) {
        long began = clock.monotonicNanos();
        Answer answer = tracing.inSpan(route, () -> guarded(route, handler, onFailure));
        metrics.observe(route, answer.status(), clock.monotonicNanos() - began);
        return toResponse(noted(answer.exact()));
    }

    /**
     * Answers a request that comes with parameters later, on whatever thread the answer is ready.
     *
     * @param handler begins to make the answer, without blocking; its answer may fail with a {@link PlumblineException}
     */
    public CompletableFuture<HttpResponse<byte[]>> runLater(HttpRequest<?> request, String route, byte @Nullable [] form,
            Function<Parameters, CompletableFuture<Answer>> handler, Function<PlumblineException, Answer> onFailure) {
        long began = clock.monotonicNanos();
        return begun(request, form, handler).handle((answer, failure) -> {
            Answer given = settled(new Settling(route, began, onFailure), answer, failure).exact();
            request.setAttribute(ANSWER, given);
            return toResponse(given);
        });
    }

    /**
     * Answers a request that came past the framework.
     *
     * @param then takes the answer, on whatever thread it is ready; before this returns if it is at once
     * @return ends the making of an answer that is not ready yet
     */
    Runnable runDirect(DirectRoute route, Call call, Consumer<Answer> then) {
        var settling = new Settling(route.name(), clock.monotonicNanos(), route.onFailure());
        DirectRoute.Pending pending;
        try {
            pending = route.begin().apply(call);
        } catch (RuntimeException e) {
            pending = new DirectRoute.Pending(CompletableFuture.failedFuture(e), () -> { });
        }
        pending.answer().whenComplete((answer, failure) -> then.accept(settled(settling, answer, failure)));
        return pending.cancel();
    }

    private record Settling(String route, long began, Function<PlumblineException, Answer> onFailure) {}

    private Answer settled(Settling s, @Nullable Answer answer, @Nullable Throwable failure) {
        Answer given = failure == null && answer != null ? answer
                : guarded(s.route, () -> rethrow(Objects.requireNonNull(failure)), s.onFailure);
        metrics.observe(s.route, given.status(), clock.monotonicNanos() - s.began);
        return given;
    }

    Clock clock() {
        return clock;
    }

    private static CompletableFuture<Answer> begun(HttpRequest<?> request, byte @Nullable [] form,
            Function<Parameters, CompletableFuture<Answer>> handler) {
        try {
            return handler.apply(Parameters.parse(request.getUri().getRawQuery(), formText(request, form)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Answer rethrow(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        throw switch (cause) {
            case RuntimeException e -> e;
            default -> new IllegalStateException(cause);
        };
    }

    /** Runs work in a span of this name, for what an answer that comes later does on a thread of its own. */
    public <T> T inSpan(String name, Supplier<T> work) {
        return tracing.inSpan(name, work);
    }

    /** Remembers our own answer with its request, or the words for paths that no route takes would stand in its place. */
    private static Answer noted(Answer answer) {
        ServerRequestContext.currentRequest().ifPresent(request -> request.setAttribute(ANSWER, answer));
        return answer;
    }

    /**
     * What a route has answered to this request, if one has; as a new response, because the framework would look for words for
     * the same one again, without an end where the request has a body.
     */
    static Optional<HttpResponse<byte[]>> answered(HttpRequest<?> request) {
        return request.getAttribute(ANSWER, Answer.class).map(Exchange::toResponse);
    }

    private static Answer guarded(String route, Supplier<Answer> handler, Function<PlumblineException, Answer> onFailure) {
        try {
            return handler.get();
        } catch (PlumblineException e) {
            if (e.kind() == PlumblineException.Kind.INTERNAL) {
                LOG.error("request {} failed", route, e);
            }
            return onFailure.apply(e);
        } catch (RuntimeException e) {
            LOG.error("request {} failed by a bug", route, e);
            return onFailure.apply(PlumblineException.internal("unexpected failure: " + e, e));
        }
    }

    private static @Nullable String formText(HttpRequest<?> request, byte @Nullable [] body) {
        boolean isForm = request.getContentType().map(type -> type.getName().equals(FORM)).orElse(false);
        return body != null && isForm ? new String(body, StandardCharsets.UTF_8) : null;
    }

    /** The answer as the server's response. */
    static HttpResponse<byte[]> toResponse(Answer answer) {
        MutableHttpResponse<byte[]> response = HttpResponse.<byte[]>status(HttpStatus.OK).body(answer.body());
        response.status(answer.status(), reason(answer.status()));
        response.header("Content-Type", answer.contentType());
        answer.headers().forEach(response::header);
        return response;
    }

    private static String reason(int status) {
        return switch (status) {
            case CLIENT_CLOSED -> CLIENT_CLOSED_REASON;
            default -> HttpStatus.valueOf(status).getReason();
        };
    }
}
