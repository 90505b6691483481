/**
 * What all outgoing connections share: TLS as a configuration says ({@link dev.plumbline.daemon.http.TlsContext}), and, for
 * everything but scraping, a client that posts a body and reads a short answer within one deadline, or a long one as it comes
 * ({@link dev.plumbline.daemon.http.HttpPoster}), over {@code java.net.http} and virtual threads. In goes an
 * {@link dev.plumbline.daemon.config.HttpClientConfig}; out comes an answer or an
 * {@link dev.plumbline.daemon.http.HttpFailure}, whose text never holds an address's path, a header or a credential. Used by
 * receivers of notifications, Alertmanagers, remote write, the upstream and the heartbeat; scraping uses the TLS and a client of its own.
 */
@NullMarked
package dev.plumbline.daemon.http;

import org.jspecify.annotations.NullMarked;
