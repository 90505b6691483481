package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Scalars;
import dev.plumbline.daemon.relabel.NameValidation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that global and scrape_configs share, and how a job's value falls back to the global one. As in Prometheus a
 * limit of 0 in a job means the global limit.
 */
record ScrapeDefaults(long intervalMillis, long timeoutMillis, @Nullable List<ScrapeProtocol> protocols,
                      ScrapeConfig.Limits limits, ScrapeConfig.Histograms histograms, ScrapeConfig.@Nullable Names names,
                      boolean extraScrapeMetrics, @Nullable Path failureLogFile) {
    static final ScrapeDefaults PROMETHEUS = new ScrapeDefaults(60_000, 10_000, null, ScrapeConfig.Limits.NONE,
            ScrapeConfig.Histograms.DEFAULT, null, false, null);
    private static final Map<String, ScrapeProtocol> PROTOCOLS = Arrays.stream(ScrapeProtocol.values())
            .collect(Collectors.toUnmodifiableMap(ScrapeProtocol::key, Function.identity()));
    private static final Map<String, NameValidation> VALIDATIONS =
            Map.of("", NameValidation.UTF8, "utf8", NameValidation.UTF8, "legacy", NameValidation.LEGACY);
    private static final Map<String, ScrapeConfig.NameEscaping> ESCAPINGS = Arrays.stream(ScrapeConfig.NameEscaping.values())
            .collect(Collectors.toUnmodifiableMap(ScrapeConfig.NameEscaping::key, Function.identity()));

    /** Reads the shared keys of {@code r}, which is global or a job; what is absent falls back to {@code parent}. */
    static ScrapeDefaults read(LoadContext context, MappingReader r, ScrapeDefaults parent) {
        long interval = orElse(r.duration("scrape_interval", 0), parent.intervalMillis);
        long timeout = orElse(r.duration("scrape_timeout", 0), Math.min(parent.timeoutMillis, interval));
        if (timeout > interval) {
            r.error("scrape_timeout", "scrape_timeout (" + Durations.format(timeout)
                    + ") must not be greater than scrape_interval (" + Durations.format(interval) + ")");
            timeout = interval;
        }
        Path log = context.path(r, "scrape_failure_log_file");
        return new ScrapeDefaults(interval, timeout, protocols(r, parent.protocols), limits(r, parent.limits),
                histograms(r, parent.histograms), names(r, parent.names),
                r.bool("extra_scrape_metrics", parent.extraScrapeMetrics), log == null ? parent.failureLogFile : log);
    }

    private static long orElse(long value, long absent) {
        return value == 0 ? absent : value;
    }

    /** What is asked for: the configured list, else one that depends on whether native histograms are wanted. */
    List<ScrapeProtocol> accepted() {
        if (protocols != null) {
            return protocols;
        }
        return histograms.scrapeNative() ? ScrapeProtocol.DEFAULTS_WITH_NATIVE_HISTOGRAMS : ScrapeProtocol.DEFAULTS;
    }

    static @Nullable ScrapeProtocol protocol(MappingReader r, String key) {
        return r.has(key) ? r.choice(key, ScrapeProtocol.PROMETHEUS_TEXT_0_0_4, PROTOCOLS) : null;
    }

    private static @Nullable List<ScrapeProtocol> protocols(MappingReader r, @Nullable List<ScrapeProtocol> absent) {
        if (!r.has("scrape_protocols")) {
            return absent;
        }
        var list = new ArrayList<ScrapeProtocol>();
        for (var item : r.items("scrape_protocols")) {
            ScrapeProtocol protocol = PROTOCOLS.get(String.valueOf(Scalars.text(item, "a protocol", r.problems())));
            if (protocol == null) {
                r.problems().error(item.at(), "a scrape protocol must be one of "
                        + String.join(", ", PROTOCOLS.keySet().stream().sorted().toList()) + ", not " + item.kind());
            } else if (list.contains(protocol)) {
                r.problems().error(item.at(), "the scrape protocol " + protocol.key() + " is given twice");
            } else {
                list.add(protocol);
            }
        }
        if (list.isEmpty() && r.items("scrape_protocols").isEmpty()) {
            r.error("scrape_protocols", "scrape_protocols must name at least one protocol");
        }
        return list;
    }

    private static ScrapeConfig.Limits limits(MappingReader r, ScrapeConfig.Limits p) {
        return new ScrapeConfig.Limits(orElse(r.size("body_size_limit", 0), p.bodySizeBytes()),
                limit(r, "sample_limit", p.samples()), limit(r, "label_limit", p.labels()),
                limit(r, "label_name_length_limit", p.labelNameLength()),
                limit(r, "label_value_length_limit", p.labelValueLength()), limit(r, "target_limit", p.targets()),
                limit(r, "keep_dropped_targets", p.keepDroppedTargets()));
    }

    private static long limit(MappingReader r, String key, long absent) {
        return orElse(r.integer(key, 0, 0, Long.MAX_VALUE), absent);
    }

    private static ScrapeConfig.Histograms histograms(MappingReader r, ScrapeConfig.Histograms p) {
        return new ScrapeConfig.Histograms(r.bool("scrape_native_histograms", p.scrapeNative()),
                r.bool("always_scrape_classic_histograms", p.alwaysScrapeClassic()),
                r.bool("convert_classic_histograms_to_nhcb", p.convertClassicToNhcb()),
                p.bucketLimit(), p.minBucketFactor());
    }

    private static ScrapeConfig.@Nullable Names names(MappingReader r, ScrapeConfig.@Nullable Names parent) {
        boolean given = r.has("metric_name_validation_scheme") | r.has("metric_name_escaping_scheme");
        if (!given) {
            return parent;
        }
        NameValidation validation = r.choice("metric_name_validation_scheme",
                parent == null ? NameValidation.UTF8 : parent.validation(), VALIDATIONS);
        var fallback = validation == NameValidation.LEGACY ? ScrapeConfig.NameEscaping.UNDERSCORES
                : parent == null ? ScrapeConfig.NameEscaping.ALLOW_UTF_8 : parent.escaping();
        var escaping = r.choice("metric_name_escaping_scheme", fallback, ESCAPINGS);
        if (validation == NameValidation.LEGACY && escaping == ScrapeConfig.NameEscaping.ALLOW_UTF_8) {
            r.error("metric_name_escaping_scheme", "metric_name_escaping_scheme allow-utf-8 excludes metric_name_validation_scheme legacy");
        }
        return new ScrapeConfig.Names(validation, escaping);
    }
}
