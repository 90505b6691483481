/**
 * The HTTP/1.1 client of scrapes: GET over plain sockets or TLS, on virtual threads, one idle connection per target, one
 * deadline over everything, every size bounded. In: a URI, {@link dev.plumbline.daemon.scrape.http.HttpSettings} and a
 * {@link dev.plumbline.daemon.scrape.http.Body} to fill; out: an {@link dev.plumbline.daemon.scrape.http.Answer} or a
 * {@link dev.plumbline.daemon.scrape.http.FetchException} that says what went wrong in words for the targets page. Used by
 * {@code scrape} only. Why not {@code java.net.http}: docs/decisions/0004-own-http-client-for-scraping.md. Follows RFC 9112
 * as far as a client of exposition endpoints needs it.
 */
@NullMarked
package dev.plumbline.daemon.scrape.http;

import org.jspecify.annotations.NullMarked;
