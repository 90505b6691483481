package dev.plumbline.daemon.scrape;

import dev.plumbline.model.Labels;
import java.net.URI;

/**
 * Something to scrape, after relabelling.
 *
 * @param discoveredLabels as discovered, meta labels included
 * @param labels what its series get; job and instance included, nothing that starts with two underscores
 * @param url scheme, host, port, path and parameters
 * @param intervalMillis between scrapes, > 0
 * @param timeoutMillis of a scrape, 0 < timeout ≤ interval
 */
public record ScrapeTarget(Labels discoveredLabels, Labels labels, URI url, long intervalMillis, long timeoutMillis) {
    public ScrapeTarget {
        if (timeoutMillis <= 0 || timeoutMillis > intervalMillis) {
            throw new IllegalArgumentException("timeout " + timeoutMillis + " ms is not in (0, interval " + intervalMillis + " ms]");
        }
    }

    /** The name of its rows, the same after a restart. */
    String source(String pool) {
        return pool + "/" + url + labels;
    }
}
