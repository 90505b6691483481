package dev.plumbline.daemon.config;

import dev.plumbline.model.Labels;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The section global. What it gives as defaults to scrape_configs has already been resolved into them; it is kept here
 * for what else asks for it.
 */
public record GlobalConfig(long scrapeIntervalMillis, long scrapeTimeoutMillis, long evaluationIntervalMillis,
                           long ruleQueryOffsetMillis, Labels externalLabels, @Nullable Path queryLogFile,
                           @Nullable Path scrapeFailureLogFile) {
    /** Scrape and evaluate every minute, time out after 10 s. */
    public static final GlobalConfig DEFAULT = new GlobalConfig(60_000, 10_000, 60_000, 0, Labels.EMPTY, null, null);
}
