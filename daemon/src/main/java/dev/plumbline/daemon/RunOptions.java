package dev.plumbline.daemon;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The process settings of {@code run}: Prometheus's names where it has them. All are read once, at start. */
final class RunOptions {
    @Option(names = {"--config", "--config.file"}, required = true, paramLabel = "FILE",
            description = "The configuration file. Every valid prometheus.yml is one.")
    Path config = Path.of("plumbline.yml");

    @Option(names = {"--listen", "--web.listen-address"}, paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:9480",
            description = "Where to serve (default: ${DEFAULT-VALUE}). Beyond loopback this needs auth in the configuration, or --web.open.")
    String listen = "127.0.0.1:9480";

    @Option(names = "--port", paramLabel = "N", description = "Short for the port of --listen alone.")
    @Nullable Integer port;

    @Option(names = {"--data", "--storage.tsdb.path"}, paramLabel = "DIR", defaultValue = "data",
            description = "Where series are kept (default: ./${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Option(names = "--storage.tsdb.retention.time", paramLabel = "DURATION", defaultValue = "35d",
            description = "How long samples are kept (default: ${DEFAULT-VALUE}; Prometheus has 15d, but SLOs look back 30).")
    String retentionTime = "35d";

    @Option(names = "--storage.tsdb.retention.size", paramLabel = "SIZE", defaultValue = "0",
            description = "Most bytes of blocks on disk, such as 50GB; the oldest go first (default: no limit).")
    String retentionSize = "0";

    @Option(names = "--storage.tsdb.min-block-duration", paramLabel = "DURATION", defaultValue = "2h",
            description = "Range of the smallest blocks; larger ones are made of them (default: ${DEFAULT-VALUE}).")
    String minBlockDuration = "2h";

    @Option(names = "--storage.remote.queue-size", paramLabel = "SIZE", defaultValue = "2GB",
            description = "Most bytes on disk of samples that wait for remote write; beyond it the oldest go (default: ${DEFAULT-VALUE}).")
    String remoteQueueSize = "2GB";

    @Option(names = "--web.external-url", paramLabel = "URL", defaultValue = "",
            description = "The URL under which people reach the daemon: what alerts and notifications link to (default: the address served).")
    String externalUrl = "";

    @Option(names = "--web.enable-lifecycle", description = "Allow POST /-/reload and /-/quit without an admin token.")
    boolean lifecycle;

    @Option(names = "--web.enable-remote-write-receiver", description = "Take samples by remote write at /api/v1/write.")
    boolean remoteWrite;

    @Option(names = "--web.enable-admin-api", description = "Allow deletion of series and snapshots by /api/v1/admin/tsdb/….")
    boolean adminApi;

    @Option(names = "--web.cors.origin", paramLabel = "REGEX", defaultValue = ".*",
            description = "Pages of these origins may read the API in a browser (default: ${DEFAULT-VALUE}); matched as a whole,"
                    + " such as 'https?://(a|b)\\.example'.")
    String corsOrigin = ".*";

    @Option(names = "--web.open", description = "Serve without authentication on an address beyond loopback.")
    boolean open;

    @Option(names = "--query.lookback-delta", paramLabel = "DURATION", defaultValue = "5m",
            description = "How far back an instant query looks for a sample (default: ${DEFAULT-VALUE}).")
    String lookback = "5m";

    @Option(names = "--query.timeout", paramLabel = "DURATION", defaultValue = "2m",
            description = "Longest run of a query (default: ${DEFAULT-VALUE}).")
    String queryTimeout = "2m";

    @Option(names = "--query.max-concurrency", paramLabel = "N", defaultValue = "20",
            description = "Most queries at a time (default: ${DEFAULT-VALUE}).")
    int maxConcurrency = 20;

    @Option(names = "--query.max-samples", paramLabel = "N", defaultValue = "50000000",
            description = "Most samples that one query may hold in memory (default: ${DEFAULT-VALUE}).")
    long maxSamples = 50_000_000;

    @Option(names = "--query.max-waiting", paramLabel = "N", defaultValue = "200",
            description = "Most queries that wait for a place; more are refused (default: ${DEFAULT-VALUE}).")
    int maxWaiting = 200;

    @Option(names = "--query.max-memory", paramLabel = "SIZE", defaultValue = "0",
            description = "Most memory of one query, such as 512MB (default: a quarter of the heap).")
    String maxMemory = "0";

    @Option(names = "--query.max-total-memory", paramLabel = "SIZE", defaultValue = "0",
            description = "Most memory of all queries together, a quarter of it for rules and analyses alone (default: half of the heap).")
    String maxTotalMemory = "0";

    @Option(names = "--query.log-slower-than", paramLabel = "DURATION", defaultValue = "10s",
            description = "Log queries that take longer; 0: none (default: ${DEFAULT-VALUE}).")
    String slowQueries = "10s";

    @Option(names = "--rules.alert.for-outage-tolerance", paramLabel = "DURATION", defaultValue = "1h",
            description = "Longest outage after which a pending alert goes on from the store's series (default: ${DEFAULT-VALUE}).")
    String outageTolerance = "1h";

    @Option(names = "--rules.alert.for-grace-period", paramLabel = "DURATION", defaultValue = "10m",
            description = "Least time between restoring a pending alert and its firing (default: ${DEFAULT-VALUE}).")
    String gracePeriod = "10m";

    @Option(names = "--rules.alert.resend-delay", paramLabel = "DURATION", defaultValue = "1m",
            description = "Least time before an alert is told again (default: ${DEFAULT-VALUE}).")
    String resendDelay = "1m";

    @Option(names = "--alertmanager.notification-queue-capacity", paramLabel = "N", defaultValue = "10000",
            description = "Most alerts that wait for one Alertmanager (default: ${DEFAULT-VALUE}).")
    int queueCapacity = 10_000;

    @Option(names = "--log.level", paramLabel = "LEVEL", defaultValue = "info",
            description = "debug, info, warn or error (default: ${DEFAULT-VALUE}).")
    String logLevel = "info";

    @Option(names = "--log.format", paramLabel = "FORMAT", defaultValue = "json",
            description = "json or text (default: ${DEFAULT-VALUE}).")
    String logFormat = "json";

    @Option(names = "--tracing.endpoint", paramLabel = "URL", defaultValue = "${env:OTEL_EXPORTER_OTLP_ENDPOINT:-}",
            description = "An OTLP/HTTP receiver for the daemon's own spans, such as http://127.0.0.1:4318"
                    + " (default: $$OTEL_EXPORTER_OTLP_ENDPOINT; empty: off).")
    String tracingEndpoint = "";

    @Option(names = "--enable-feature", paramLabel = "NAME", split = ",",
            description = "Features by Prometheus's names, such as promql-experimental-functions, promql-delayed-name-removal.")
    String[] features = {};
}
