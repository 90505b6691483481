/**
 * Scraping: from targets to rows in the store. {@link dev.plumbline.daemon.scrape.ScrapeManager} keeps one
 * {@link dev.plumbline.daemon.scrape.ScrapeLoop} per target; a loop fetches at its moment of the interval, parses by
 * prediction into a {@link dev.plumbline.daemon.scrape.ScrapeRow}, which relabels new series, applies limits, remembers
 * what is alive and writes staleness markers, and commits samples and {@code up} in one row.
 *
 * <p>In: pools of targets, a {@link dev.plumbline.storage.Storage}, a clock. Out: series; statuses, metadata and
 * counters for the API. Nobody below sees HTTP's details but {@code scrape.http}. Follows Prometheus {@code scrape/}.
 */
@NullMarked
package dev.plumbline.daemon.scrape;

import org.jspecify.annotations.NullMarked;
