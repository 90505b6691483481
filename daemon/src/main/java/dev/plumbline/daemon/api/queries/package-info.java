/**
 * {@code /v1/queries}: what runs, what waits and what was slow, and the way to end a query. Ours, not Prometheus's.
 */
@NullMarked
package dev.plumbline.daemon.api.queries;

import org.jspecify.annotations.NullMarked;
