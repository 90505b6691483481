package dev.plumbline.daemon.config;

import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.daemon.relabel.RelabelRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of scrape_configs with every default resolved, the global ones included.
 * {@code 0 < timeoutMillis <= intervalMillis}; {@code scheme} is http or https.
 */
public record ScrapeConfig(String jobName, long intervalMillis, long timeoutMillis, String scheme, String metricsPath,
                           Map<String, List<String>> params, boolean honorLabels, boolean honorTimestamps,
                           boolean trackTimestampsStaleness, boolean enableCompression, boolean extraScrapeMetrics,
                           Protocols protocols, Limits limits, Histograms histograms, Names names,
                           @Nullable Path failureLogFile, List<RelabelRule> relabelRules,
                           List<RelabelRule> metricRelabelRules, HttpClientConfig http,
                           List<DiscoveryConfig> discoveries) {
    public ScrapeConfig {
        params = Map.copyOf(params);
        relabelRules = List.copyOf(relabelRules);
        metricRelabelRules = List.copyOf(metricRelabelRules);
        discoveries = List.copyOf(discoveries);
        if (timeoutMillis <= 0 || timeoutMillis > intervalMillis) {
            throw new IllegalArgumentException("timeout " + timeoutMillis + " ms is not in (0, interval " + intervalMillis + " ms]");
        }
    }

    /** A job with Prometheus's defaults for everything else. For tests and the built-in demo. */
    public static ScrapeConfig of(String jobName, long intervalMillis, long timeoutMillis, List<DiscoveryConfig> discoveries) {
        return new ScrapeConfig(jobName, intervalMillis, timeoutMillis, "http", "/metrics", Map.of(), false, true, false,
                true, false, Protocols.DEFAULT, Limits.NONE, Histograms.DEFAULT, Names.DEFAULT, null, List.of(), List.of(),
                HttpClientConfig.DEFAULT, discoveries);
    }

    /** What is asked for, most wanted first, and what a blank or unknown Content-Type is taken for (null: it fails). */
    public record Protocols(List<ScrapeProtocol> accepted, @Nullable ScrapeProtocol fallback) {
        public static final Protocols DEFAULT = new Protocols(ScrapeProtocol.DEFAULTS, null);

        public Protocols {
            accepted = List.copyOf(accepted);
        }
    }

    /**
     * Bounds of one scrape and of the pool; 0 means none. Sizes in bytes, after decompression; name and value lengths
     * in bytes of UTF-8.
     */
    public record Limits(long bodySizeBytes, long samples, long labels, long labelNameLength, long labelValueLength,
                         long targets, long keepDroppedTargets) {
        public static final Limits NONE = new Limits(0, 0, 0, 0, 0, 0, 0);
    }

    /** How histograms are taken in; {@code bucketLimit} 0 means none, {@code minBucketFactor} 0 means as they come. */
    public record Histograms(boolean scrapeNative, boolean alwaysScrapeClassic, boolean convertClassicToNhcb,
                             long bucketLimit, double minBucketFactor) {
        public static final Histograms DEFAULT = new Histograms(false, false, false, 0, 0);
    }

    /** What metric names may be, and how the others are asked to be escaped by a target. */
    public record Names(NameValidation validation, NameEscaping escaping) {
        public static final Names DEFAULT = new Names(NameValidation.UTF8, NameEscaping.ALLOW_UTF_8);
    }

    /** The escaping parameter of the Accept header. */
    public enum NameEscaping {
        ALLOW_UTF_8("allow-utf-8"), UNDERSCORES("underscores"), DOTS("dots"), VALUES("values");

        private final String key;

        NameEscaping(String key) {
            this.key = key;
        }

        /** The word for it in a configuration file and in the Accept header. */
        public String key() {
            return key;
        }
    }
}
