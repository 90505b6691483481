package dev.plumbline.daemon.upstream;

import dev.plumbline.daemon.http.HttpFailure;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.HttpStream;
import dev.plumbline.daemon.http.Post;
import dev.plumbline.promql.Elsewhere;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.Clock;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A request under way: sent from a thread of its own at once, so that the asker can do its own part meanwhile, and ended when the query is
 * canceled or its time is over, wherever it stands then. Closed by who began it.
 */
final class Call implements AutoCloseable {
    private final CompletableFuture<HttpStream> opened = new CompletableFuture<>();
    private final Elsewhere.Allowance allowance;
    private final Clock.Timer timer;
    private final Thread thread;
    private final long allowedMillis;
    private final boolean isTheQuerysTime;
    private volatile boolean late;

    /** @param allowedMillis what was allowed for all of it; the request has what is left after the wait for a place */
    Call(HttpPoster poster, Post post, long allowedMillis, Elsewhere.Allowance allowance, Clock clock) {
        this.allowance = allowance;
        this.allowedMillis = allowedMillis;
        isTheQuerysTime = allowance.leftMillis() <= post.timeoutMillis();
        thread = Thread.ofVirtual().name("upstream").start(() -> run(poster, post));
        timer = clock.schedule(post.timeoutMillis(), () -> {
            late = true;
            stop();
        });
        allowance.control().onCancel(this::stop);
    }

    private void run(HttpPoster poster, Post post) {
        try {
            HttpStream stream = open(poster, post);
            if (!opened.complete(stream)) {
                stream.close();
            }
        } catch (RuntimeException e) {
            opened.completeExceptionally(e);
        }
    }

    /** A kept connection may end just when it is used; a question does no harm when it is asked twice. */
    private static HttpStream open(HttpPoster poster, Post post) {
        try {
            return poster.open(post);
        } catch (HttpFailure e) {
            if (e.reason() != HttpFailure.Reason.NETWORK || e.getCause() instanceof ConnectException) {
                throw e;
            }
            return poster.open(post);
        }
    }

    /** Ends the request; whoever waits for it or reads its answer meets a failure. */
    private void stop() {
        if (!opened.completeExceptionally(new UpstreamFailure("the request was ended", null)) && !opened.isCompletedExceptionally()) {
            opened.join().close();
        }
        thread.interrupt();
    }

    /**
     * Waits for the answer's beginning.
     *
     * @throws UpstreamFailure when there is none
     */
    HttpStream answer() {
        try {
            return opened.get();
        } catch (ExecutionException e) {
            throw explained(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailure("interrupted while waiting for the answer", e);
        }
    }

    /** What a failure of the request or of reading its answer means; throws when it is the query's own end. */
    UpstreamFailure explained(Throwable failure) {
        allowance.check();
        if (late || (failure instanceof HttpFailure http && http.reason() == HttpFailure.Reason.TIMEOUT)) {
            if (isTheQuerysTime) { // a moment before the query sees it itself
                throw new QueryException(QueryException.Type.TIMEOUT, "query timed out while it waited for the upstream");
            }
            return new UpstreamFailure("no answer within " + allowedMillis + " ms", failure);
        }
        return failure instanceof UpstreamFailure known ? known : new UpstreamFailure(String.valueOf(failure.getMessage()), failure);
    }

    @Override
    public void close() {
        timer.cancel();
        allowance.control().onCancel(() -> {});
        stop();
    }
}
