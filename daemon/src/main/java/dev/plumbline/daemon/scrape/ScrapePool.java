package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.model.Labels;
import java.util.List;

/** A job, its targets and the discovered labels of those that relabelling dropped. */
public record ScrapePool(ScrapeConfig config, List<ScrapeTarget> targets, List<Labels> dropped) {
    public ScrapePool {
        targets = List.copyOf(targets);
        dropped = List.copyOf(dropped);
    }
}
