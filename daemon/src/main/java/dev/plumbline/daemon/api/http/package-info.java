/**
 * What all HTTP surfaces share: parameters from URL and form, times and durations as Prometheus reads them, JSON straight
 * to bytes with Go's number format, the answer type, and the handle of a store that may still be replaying. Knows
 * nothing of verdicts or PromQL. Used by the packages under {@code api}; nothing else sees it.
 */
@NullMarked
package dev.plumbline.daemon.api.http;

import org.jspecify.annotations.NullMarked;
