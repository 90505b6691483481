package dev.plumbline.daemon.verdicts;

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
}
