/**
 * Receives Prometheus's remote write. {@link dev.plumbline.daemon.collectors.remotewrite.RemoteWriteReceiver} takes a
 * request's headers and body and says what to answer; it knows no HTTP server. A body is uncompressed into a buffer that
 * is used again, read in place without a tree of objects, and goes into one transaction of the store: label sets come
 * from a bounded cache keyed by the bytes that were sent, so that the same series cost no strings the next time.
 *
 * <p>In: bytes, the clock, a {@link dev.plumbline.storage.Storage} once it is open. Out: samples, histograms, exemplars,
 * metadata, counters. Bounds: {@link dev.plumbline.daemon.collectors.remotewrite.RemoteWriteLimits}. Follows the remote
 * write specifications 1.0 and 2.0, and Prometheus {@code storage/remote/write_handler.go} where they leave a choice.
 */
@NullMarked
package dev.plumbline.daemon.collectors.remotewrite;

import org.jspecify.annotations.NullMarked;
