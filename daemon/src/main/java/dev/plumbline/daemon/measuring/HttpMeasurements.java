package dev.plumbline.daemon.measuring;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.canary.ArgoProvider;
import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.Post;
import dev.plumbline.daemon.verdicts.WebCalls;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Calls over HTTP: at most {@value #MOST} at once, each within its own time, answers of less than {@value #MAX_BYTES} bytes. Redirects are not followed, since headers may hold
 * what only the named service may see. Thread-safe.
 */
public final class HttpMeasurements implements WebCalls {
    /** How many calls are under way at most. */
    public static final int MOST = 32;
    /** An answer is shorter than this, in bytes. */
    public static final int MAX_BYTES = 64 << 10;
    private final Semaphore free = new Semaphore(MOST);
    private final HttpPoster checked;
    private final HttpPoster unchecked;
    private final Executor threads;

    /** @param threads run the calls, which block */
    public HttpMeasurements(HttpClients clients, Clock clock, Executor threads) {
        this.threads = threads;
        checked = new HttpPoster(config(false), clients, clock);
        unchecked = new HttpPoster(config(true), clients, clock);
    }

    private static HttpClientConfig config(boolean insecure) {
        var tls = new HttpClientConfig.TlsConfig(null, null, null, null, insecure, null, null);
        return new HttpClientConfig(null, null, null, tls, HttpClientConfig.ProxyConfig.NONE, false, true, Map.of());
    }

    @Override
    public Optional<CompletableFuture<WebAnswer>> start(ArgoProvider.Web call) {
        if (!free.tryAcquire()) {
            return Optional.empty();
        }
        var answer = new CompletableFuture<WebAnswer>();
        try {
            threads.execute(() -> {
                WebAnswer given = made(call);
                free.release();
                answer.complete(given);
            });
        } catch (RejectedExecutionException e) {
            free.release();
            answer.complete(WebAnswer.failed("the daemon is stopping"));
        }
        return Optional.of(answer);
    }

    /** Never throws, so that an answer always comes. */
    private WebAnswer made(ArgoProvider.Web call) {
        try {
            var post = new Post(call.method(), call.url(), call.content().contentType(), call.content().body().getBytes(StandardCharsets.UTF_8),
                    call.headers(), call.transport().timeoutMillis());
            HttpAnswer answer = (call.transport().insecure() ? unchecked : checked).send(post);
            return answer.body().length >= MAX_BYTES ? WebAnswer.failed("the answer has " + MAX_BYTES + " bytes or more; it must be shorter")
                    : new WebAnswer(answer.status(), answer.text(), "");
        } catch (PlumblineException e) {
            return WebAnswer.failed(e.getMessage());
        } catch (RuntimeException e) {
            return WebAnswer.failed("the call failed: " + e);
        }
    }
}
