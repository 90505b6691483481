package dev.plumbline.daemon.scrape.http;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a target is asked.
 *
 * @param accept value of the Accept header
 * @param credentials what goes into Authorization, if anything
 * @param headers more headers, as they are
 * @param followRedirects whether to follow, at most 10 times
 * @param compression whether to accept gzip; never asked of a loopback target, where it costs more than it saves
 * @param tls for https; absent: the platform's trust store
 * @param bodyLimit the most bytes of a body after decompression, > 0
 */
public record HttpSettings(String accept, Optional<Credentials> credentials, Map<String, String> headers,
        boolean followRedirects, boolean compression, Optional<Tls> tls, long bodyLimit) {
    /** What bounds a body when nothing is configured: 256 MiB. */
    public static final long DEFAULT_BODY_LIMIT = 256L << 20;

    public HttpSettings {
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (bodyLimit <= 0 || bodyLimit > 1L << 30) {
            throw new IllegalArgumentException("body limit must be 1 byte to 1 GiB, got " + bodyLimit);
        }
    }

    /** Plain GET: no credentials, redirects followed, gzip accepted. */
    public static HttpSettings plain(String accept) {
        return new HttpSettings(accept, Optional.empty(), Map.of(), true, true, Optional.empty(), DEFAULT_BODY_LIMIT);
    }

    /** What goes into the Authorization header. */
    public sealed interface Credentials {
        /** User and password, RFC 7617. */
        record Basic(String username, Secret password) implements Credentials {}

        /** A scheme such as Bearer and its credentials. */
        record Scheme(String type, Secret credentials) implements Credentials {}
    }

    /**
     * TLS of one scrape pool; files are PEM and read anew for each new connection's context.
     *
     * @param ca certificates to trust instead of the platform's
     * @param certificate the client's certificate chain; needs {@code key}
     * @param key the client's private key, PKCS #8, not encrypted
     * @param serverName name to ask for and to verify instead of the URI's host
     * @param insecureSkipVerify whether to accept any certificate
     */
    public record Tls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key, Optional<String> serverName,
            boolean insecureSkipVerify) {}
}
