package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.scrape.http.Answer;
import dev.plumbline.daemon.scrape.http.Body;
import dev.plumbline.daemon.scrape.http.FetchException;
import dev.plumbline.daemon.scrape.http.Fetcher;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers with the text that a test put there; null stands for a target that is down. */
final class ScriptedFetcher implements Fetcher {
    @Nullable String text = "";
    String contentType = "text/plain; version=0.0.4";
    int fetches;
    boolean closed;

    @Override
    public Answer fetch(Body body, long timeoutMillis) {
        fetches++;
        if (text == null) {
            throw new FetchException(FetchException.Reason.CONNECT, "connection to target: refused");
        }
        body.set(text.getBytes(StandardCharsets.UTF_8));
        return new Answer(contentType, body.length());
    }

    @Override
    public void close() {
        closed = true;
    }
}
