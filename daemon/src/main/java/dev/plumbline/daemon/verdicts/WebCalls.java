package dev.plumbline.daemon.verdicts;

import dev.plumbline.daemon.config.canary.ArgoProvider;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes the HTTP calls that templates measure by. Thread-safe; never blocks. */
@FunctionalInterface
public interface WebCalls {
    /** Of a daemon that makes none. */
    WebCalls NONE = call -> Optional.of(CompletableFuture.completedFuture(WebAnswer.failed("HTTP calls are not made here")));

    /**
     * Starts a call.
     *
     * @return its answer, which always comes, within the call's time; empty while as many calls are under way as may be
     */
    Optional<CompletableFuture<WebAnswer>> start(ArgoProvider.Web call);

    /**
     * An answer.
     *
     * @param status 0 where there is none
     * @param failure why there is none, else empty
     */
    record WebAnswer(int status, String body, String failure) {
        /** No answer. */
        public static WebAnswer failed(String why) {
            return new WebAnswer(0, "", why);
        }
    }
}
