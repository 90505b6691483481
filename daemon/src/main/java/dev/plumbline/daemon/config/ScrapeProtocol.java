package dev.plumbline.daemon.config;

import java.util.List;

/** An exposition format as scrape_protocols names it. */
public enum ScrapeProtocol {
    PROMETHEUS_PROTO("PrometheusProto"),
    PROMETHEUS_TEXT_0_0_4("PrometheusText0.0.4"),
    PROMETHEUS_TEXT_1_0_0("PrometheusText1.0.0"),
    OPENMETRICS_TEXT_0_0_1("OpenMetricsText0.0.1"),
    OPENMETRICS_TEXT_1_0_0("OpenMetricsText1.0.0");

    /** What is asked for when nothing is configured, most wanted first. */
    public static final List<ScrapeProtocol> DEFAULTS =
            List.of(OPENMETRICS_TEXT_1_0_0, OPENMETRICS_TEXT_0_0_1, PROMETHEUS_TEXT_1_0_0, PROMETHEUS_TEXT_0_0_4);
    /** The same with native histograms, which only protobuf carries. */
    public static final List<ScrapeProtocol> DEFAULTS_WITH_NATIVE_HISTOGRAMS = List.of(PROMETHEUS_PROTO,
            OPENMETRICS_TEXT_1_0_0, OPENMETRICS_TEXT_0_0_1, PROMETHEUS_TEXT_1_0_0, PROMETHEUS_TEXT_0_0_4);

    private final String key;

    ScrapeProtocol(String key) {
        this.key = key;
    }

    /** The word for it in a configuration file. */
    public String key() {
        return key;
    }
}
