package dev.plumbline.exposition;

/** What a scrape's body is written in. */
public enum ExpositionFormat {
    /** Prometheus text, versions 0.0.4 and 1.0.0 (the latter may quote names). */
    TEXT("text/plain"),
    /** OpenMetrics text, versions 0.0.1 and 1.0.0. */
    OPENMETRICS("application/openmetrics-text"),
    /** Length-delimited {@code io.prometheus.client.MetricFamily} messages. */
    PROTOBUF("application/vnd.google.protobuf");

    private final String mediaType;

    ExpositionFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type without parameters. */
    public String mediaType() {
        return mediaType;
    }
}
