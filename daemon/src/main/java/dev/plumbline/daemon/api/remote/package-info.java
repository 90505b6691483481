/**
 * The routes by which other Prometheus-like programs hand over samples and take them: remote write at
 * {@code /api/v1/write}, whose requests are the receiver's business and only get their HTTP here, and remote read at
 * {@code /api/v1/read}, which answers with all samples in one bounded message or with a stream of chunks that is made while
 * it is read. Sees the store's handle, chunk encodings and the wire format.
 */
@NullMarked
package dev.plumbline.daemon.api.remote;

import org.jspecify.annotations.NullMarked;
