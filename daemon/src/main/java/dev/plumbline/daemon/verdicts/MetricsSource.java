package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Value;

/** Where analyses get their numbers from. Called from one thread at a time; may block. */
@FunctionalInterface
public interface MetricsSource {

    /**
     * Evaluates PromQL at one time.
     *
     * @param timeMillis milliseconds since the epoch
     * @throws dev.plumbline.model.PlumblineException when it cannot be answered; the analysis then waits
     */
    Value instant(String query, long timeMillis);

    /**
     * Evaluates PromQL at several times: from the start on, every step, up to the end.
     *
     * @throws dev.plumbline.model.PlumblineException as {@link #instant}
     */
    default Value range(String query, long startMillis, long endMillis, long stepMillis) {
        throw PlumblineException.user("range queries are not answered here");
    }

    /** For what is measured over HTTP. */
    default WebCalls web() {
        return WebCalls.NONE;
    }
}
