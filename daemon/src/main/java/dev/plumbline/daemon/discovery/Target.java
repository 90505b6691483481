package dev.plumbline.daemon.discovery;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.model.Labels;
import java.net.URI;

/**
 * Something to scrape. {@code discovered} is what there was before relabelling; {@code labels} is what its series carry
 * (names that start with two underscores are gone). {@code 0 < timeoutMillis <= intervalMillis}.
 */
public record Target(Labels discovered, Labels labels, URI url, long intervalMillis, long timeoutMillis,
                     ScrapeConfig config) {}
