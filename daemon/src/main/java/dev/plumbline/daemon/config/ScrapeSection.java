package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads lists of scrape_configs, from the main file and from scrape_config_files. */
final class ScrapeSection {
    private final ScrapeDefaults global;
    private final List<ScrapeConfig> jobs = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();

    ScrapeSection(ScrapeDefaults global) {
        this.global = global;
    }

    List<ScrapeConfig> jobs() {
        return jobs;
    }

    /** Adds the jobs under the key scrape_configs of {@code parent}. */
    void read(LoadContext context, MappingReader parent) {
        for (YamlNode item : parent.items("scrape_configs")) {
            if (item.isNull()) {
                context.problems().error(item.at(), "an entry of scrape_configs is empty; fill or remove it");
            } else {
                jobs.add(job(context, MappingReader.of(item, "scrape_configs", context.problems())));
            }
        }
    }

    private ScrapeConfig job(LoadContext context, MappingReader r) {
        ScrapeDefaults shared = ScrapeDefaults.read(context, r, global);
        var names = Objects.requireNonNullElse(shared.names(), ScrapeConfig.Names.DEFAULT);
        var job = new ScrapeConfig(name(r), shared.intervalMillis(), shared.timeoutMillis(), r.string("scheme", "http"),
                r.string("metrics_path", "/metrics"), params(r), r.bool("honor_labels", false),
                r.bool("honor_timestamps", true), r.bool("track_timestamps_staleness", false),
                r.bool("enable_compression", true), shared.extraScrapeMetrics(),
                new ScrapeConfig.Protocols(shared.accepted(), ScrapeDefaults.protocol(r, "fallback_scrape_protocol")),
                shared.limits(), histograms(r, shared.histograms()), names, shared.failureLogFile(),
                RelabelSection.read(r, "relabel_configs", names.validation()),
                RelabelSection.read(r, "metric_relabel_configs", names.validation()),
                HttpClientSection.read(context, r), DiscoverySection.read(context, r));
        r.finish();
        return job;
    }

    private String name(MappingReader r) {
        String name = r.string("job_name", "");
        if (name.isEmpty()) {
            r.error("job_name", "a job needs a job_name");
            return name;
        }
        String earlier = places.putIfAbsent(name, r.at("job_name").toString());
        if (earlier != null) {
            r.error("job_name", "the job_name \"" + name + "\" is given twice, first at " + earlier);
        }
        return name;
    }

    private static Map<String, List<String>> params(MappingReader r) {
        MappingReader reader = r.mapping("params");
        Map<String, List<String>> params = new LinkedHashMap<>();
        reader.keys().forEach(key -> params.put(key, reader.strings(key)));
        return params;
    }

    private static ScrapeConfig.Histograms histograms(MappingReader r, ScrapeConfig.Histograms shared) {
        return new ScrapeConfig.Histograms(shared.scrapeNative(), shared.alwaysScrapeClassic(), shared.convertClassicToNhcb(),
                r.integer("native_histogram_bucket_limit", 0, 0, Long.MAX_VALUE), r.number("native_histogram_min_bucket_factor", 0));
    }
}
