package dev.plumbline.daemon.scrape.http;

/** Fetches one target's body, again and again. Not thread-safe: one fetch at a time. */
public interface Fetcher extends AutoCloseable {

    /**
     * Fills {@code body} from its start.
     *
     * @param timeoutMillis for everything together: connecting, headers, the whole body; > 0
     * @throws FetchException when there is no good answer in time
     */
    Answer fetch(Body body, long timeoutMillis);

    /** Lets go of an idle connection. */
    @Override
    void close();
}
