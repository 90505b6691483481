package dev.plumbline.daemon.alertmanagers;

import dev.plumbline.daemon.http.HttpAnswer;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.Post;
import java.net.URI;

/** An HTTP client with the credentials and TLS settings of one entry of the configuration. Thread-safe. */
@FunctionalInterface
public interface AlertClient {

    /**
     * Posts {@code json} and waits for the answer, which may have any status; blocks.
     *
     * @param timeoutMillis bound of the whole exchange, 1 or more
     * @throws dev.plumbline.model.PlumblineException when there was no complete answer in time; its message holds no credentials
     */
    HttpAnswer post(URI url, byte[] json, long timeoutMillis);

    /** The real one. */
    static AlertClient over(HttpPoster poster) {
        return (url, json, timeoutMillis) -> poster.send(Post.json(url, json, timeoutMillis));
    }
}
