package dev.plumbline.daemon.discovery;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP GET; the wiring gives a client that carries the source's authentication and TLS settings. Thread-safe. */
public interface HttpFetcher {

    /**
     * Fetches {@code url}, blocking.
     *
     * @param timeoutMillis bound of the whole exchange
     * @param maxBytes bound of the body after decompression; a larger one is an IOException
     * @throws IOException when there was no complete answer
     */
    Response get(URI url, Map<String, String> headers, long timeoutMillis, long maxBytes) throws IOException;

    /** An answer of any status; {@code contentType} is the header as sent, or null. */
    record Response(int status, @Nullable String contentType, byte[] body) {}
}
