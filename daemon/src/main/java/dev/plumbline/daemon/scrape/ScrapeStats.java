package dev.plumbline.daemon.scrape;

import java.util.Map;

/** Counts since the start, for metrics of our own; {@code failures} and {@code rejections} by reason. */
public record ScrapeStats(long scrapes, long samples, long bytes, long duplicates, Map<String, Long> failures,
        Map<String, Long> rejections) {
    public ScrapeStats {
        failures = Map.copyOf(failures);
        rejections = Map.copyOf(rejections);
    }
}
