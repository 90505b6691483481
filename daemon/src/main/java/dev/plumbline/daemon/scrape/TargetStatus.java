package dev.plumbline.daemon.scrape;

import dev.plumbline.model.Labels;

/**
 * What the targets page shows.
 *
 * @param lastError empty when the last scrape was good or none has been
 * @param lastScrapeMillis since the epoch; 0 before the first
 */
public record TargetStatus(Labels discoveredLabels, Labels labels, String scrapePool, String scrapeUrl, String globalUrl,
        String lastError, long lastScrapeMillis, double lastScrapeDurationSeconds, Health health, long intervalMillis,
        long timeoutMillis) {

    /** What the last scrape says. */
    public enum Health { UNKNOWN, UP, DOWN }
}
