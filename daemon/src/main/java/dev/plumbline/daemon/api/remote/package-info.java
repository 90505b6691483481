/**
 * The routes by which other Prometheus-like programs hand over samples: remote write at {@code /api/v1/write}. What the
 * requests mean is the receiver's business; here their headers are read and its answers become HTTP.
 */
@NullMarked
package dev.plumbline.daemon.api.remote;

import org.jspecify.annotations.NullMarked;
