/**
 * Bytes of a scrape in, samples out: Prometheus text 0.0.4 and 1.0.0 and OpenMetrics 1.0, accepted and rejected as
 * Prometheus 3 does. {@link dev.plumbline.exposition.PredictedLines} is the entrance: it remembers the series' texts of a
 * target's last scrape and, as long as lines come in the same order, compares bytes and parses only the number. What
 * it finds goes to a {@link dev.plumbline.exposition.SeriesSink}. {@link dev.plumbline.exposition.ContentTypeChoice} says
 * which format an answer has.
 *
 * <p>No I/O, no clock, no threads, no store: sees only {@code model}, so that it can be measured and fuzzed alone.
 * Follows docs/instrumenting/exposition_formats.md of Prometheus and the OpenMetrics 1.0 specification.
 */
@NullMarked
package dev.plumbline.exposition;

import org.jspecify.annotations.NullMarked;
