package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.scrape.http.Answer;
import dev.plumbline.daemon.scrape.http.Body;
import dev.plumbline.daemon.scrape.http.Fetcher;

/** Stands in for the client of each target of a pool that has more targets than allowed: all of them fail. */
record RefusingFetcher(int targets, long limit) implements Fetcher {

    @Override
    public Answer fetch(Body body, long timeoutMillis) {
        throw new ScrapeFailure("target_limit", "target_limit exceeded (number of targets: " + targets + ", limit: " + limit + ")");
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
