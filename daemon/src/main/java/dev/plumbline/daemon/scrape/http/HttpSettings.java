package dev.plumbline.daemon.scrape.http;

import dev.plumbline.daemon.config.HttpClientConfig;

/**
 * How a target is asked.
 *
 * @param accept value of the Accept header
 * @param client credentials, TLS, headers, redirects; a proxy is not supported and refused
 * @param compression whether to accept gzip; never asked of a loopback target, where it costs more than it saves
 * @param bodyLimit the most bytes of a body after decompression, 1 byte to 1 GiB
 */
public record HttpSettings(String accept, HttpClientConfig client, boolean compression, long bodyLimit) {
    /** What bounds a body when nothing is configured: 256 MiB, or an eighth of the heap where that is less. */
    public static final long DEFAULT_BODY_LIMIT = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);
    private static final long MAX_BODY_LIMIT = 1L << 30;

    public HttpSettings {
        bodyLimit = bodyLimit <= 0 ? DEFAULT_BODY_LIMIT : Math.min(bodyLimit, MAX_BODY_LIMIT);
    }

    /** Plain GET: no credentials, redirects followed, gzip accepted. */
    public static HttpSettings plain(String accept) {
        return new HttpSettings(accept, HttpClientConfig.DEFAULT, true, DEFAULT_BODY_LIMIT);
    }
}
