package dev.plumbline.daemon.keptn;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.model.PlumblineException;

/** Where indicators get their numbers from. Thread-safe. */
public interface NumberSource {

    /**
     * Refuses what could never give one number.
     *
     * @throws PlumblineException of kind USER with the place in the query
     */
    void check(String promql);

    /**
     * The one number that a query yields, or why it yields none.
     *
     * @param atMillis ms since the epoch
     * @param withinMillis how long it may take, in ms, at least 1
     * @throws PlumblineException of kind RESOURCE or INTERNAL when it is our own failure that it cannot be answered
     */
    Reading number(String promql, long atMillis, long withinMillis);
}
