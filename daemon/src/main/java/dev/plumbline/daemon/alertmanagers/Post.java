package dev.plumbline.daemon.alertmanagers;

import java.io.IOException;
import java.net.URI;

/** An HTTP client with the credentials and TLS settings of one entry of the configuration. Thread-safe. */
@FunctionalInterface
public interface Post {

    /**
     * Posts {@code json} and waits for the answer, which may have any status; blocks.
     *
     * @param timeoutMillis bound of the whole exchange
     * @throws IOException when there was no complete answer in time; its message holds no credentials
     */
    Answer post(URI url, byte[] json, long timeoutMillis) throws IOException;

    /** The status and the beginning of the body, for the log; may be empty. */
    record Answer(int status, String detail) {}
}
