package dev.plumbline.daemon;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options of {@code run}: Prometheus's names where it has them. All are read once, at start.
 *
 * <p>A command line that is as it should be is read here. What is not (help asked for, something unknown, missing, twice, or
 * that is no number) is left to picocli, which knows the same options and explains. Its classes are
 * too old a format for the start-up cache: loading them and reading annotations took more than 0.1 s of a start's processor time.
 */
final class RunFlags {
    /** The one that must be given. */
    private static final RunFlag<?> CONFIG = RunFlag.path("--config --config.file FILE", (o, v) -> o.config = v, o -> o.config,
            "The configuration file. Every valid prometheus.yml is one.");
    private static final List<RunFlag<?>> ALL = List.of(CONFIG,
            RunFlag.text("--listen --web.listen-address HOST:PORT", (o, v) -> o.listen = v, o -> o.listen,
                    "Where to serve (default: ${DEFAULT-VALUE}). Beyond loopback this needs auth in the configuration, or --web.open."),
            RunFlag.number("--port N", (o, v) -> o.port = v, o -> o.port,
                    "Short for the port of --listen alone."),
            RunFlag.path("--data --storage.tsdb.path DIR", (o, v) -> o.data = v, o -> o.data,
                    "Where series are kept (default: ./${DEFAULT-VALUE})."),
            RunFlag.text("--storage.tsdb.retention.time DURATION", (o, v) -> o.retentionTime = v, o -> o.retentionTime,
                    "How long samples are kept where the configuration says nothing (default: ${DEFAULT-VALUE}; Prometheus has 15d, but SLOs look back 30)."),
            RunFlag.text("--storage.tsdb.retention.size SIZE", (o, v) -> o.retentionSize = v, o -> o.retentionSize,
                    "Most bytes of blocks on disk, such as 50GB, where the configuration says nothing; the oldest go first (default: no limit)."),
            RunFlag.text("--storage.tsdb.min-block-duration DURATION", (o, v) -> o.minBlockDuration = v, o -> o.minBlockDuration,
                    "Range of the smallest blocks; larger ones are made of them (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--storage.remote.queue-size SIZE", (o, v) -> o.remoteQueueSize = v, o -> o.remoteQueueSize,
                    "Most bytes on disk of samples that wait for remote write; beyond it the oldest go (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--web.external-url URL", (o, v) -> o.externalUrl = v, o -> o.externalUrl,
                    "The URL under which people reach the daemon: what alerts and notifications link to (default: the address served)."),
            RunFlag.ofSwitch("--web.enable-lifecycle", (o, v) -> o.lifecycle = v, o -> o.lifecycle,
                    "Allow POST /-/reload and /-/quit without an admin token."),
            RunFlag.ofSwitch("--web.enable-remote-write-receiver", (o, v) -> o.remoteWrite = v, o -> o.remoteWrite,
                    "Take samples by remote write at /api/v1/write."),
            RunFlag.ofSwitch("--web.enable-admin-api", (o, v) -> o.adminApi = v, o -> o.adminApi,
                    "Allow deletion of series and snapshots by /api/v1/admin/tsdb/…."),
            RunFlag.text("--web.cors.origin REGEX", (o, v) -> o.corsOrigin = v, o -> o.corsOrigin,
                    "Pages of these origins may read the API in a browser (default: ${DEFAULT-VALUE}); matched as a whole, such as "
                            + "'https?://(a|b)\\.example'."),
            RunFlag.ofSwitch("--web.open", (o, v) -> o.open = v, o -> o.open,
                    "Serve without authentication on an address beyond loopback."),
            RunFlag.text("--query.lookback-delta DURATION", (o, v) -> o.lookback = v, o -> o.lookback,
                    "How far back an instant query looks for a sample (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--query.timeout DURATION", (o, v) -> o.queryTimeout = v, o -> o.queryTimeout,
                    "Longest run of a query (default: ${DEFAULT-VALUE})."),
            RunFlag.number("--query.max-concurrency N", (o, v) -> o.maxConcurrency = v, o -> o.maxConcurrency,
                    "Most queries at a time (default: ${DEFAULT-VALUE})."),
            RunFlag.count("--query.max-samples N", (o, v) -> o.maxSamples = v, o -> o.maxSamples,
                    "Most samples that one query may hold in memory (default: ${DEFAULT-VALUE})."),
            RunFlag.number("--query.max-waiting N", (o, v) -> o.maxWaiting = v, o -> o.maxWaiting,
                    "Most queries that wait for a place; more are refused (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--query.max-memory SIZE", (o, v) -> o.maxMemory = v, o -> o.maxMemory,
                    "Most memory of one query, such as 512MB (default: a quarter of the heap)."),
            RunFlag.text("--query.max-total-memory SIZE", (o, v) -> o.maxTotalMemory = v, o -> o.maxTotalMemory,
                    "Most memory of all queries together, a quarter of it for rules and analyses alone (default: half of the heap)."),
            RunFlag.text("--query.log-slower-than DURATION", (o, v) -> o.slowQueries = v, o -> o.slowQueries,
                    "Log queries that take longer; 0: none (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--rules.alert.for-outage-tolerance DURATION", (o, v) -> o.outageTolerance = v, o -> o.outageTolerance,
                    "Longest outage after which a pending alert goes on from the store's series (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--rules.alert.for-grace-period DURATION", (o, v) -> o.gracePeriod = v, o -> o.gracePeriod,
                    "Least time between restoring a pending alert and its firing (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--rules.alert.resend-delay DURATION", (o, v) -> o.resendDelay = v, o -> o.resendDelay,
                    "Least time before an alert is told again (default: ${DEFAULT-VALUE})."),
            RunFlag.number("--alertmanager.notification-queue-capacity N", (o, v) -> o.queueCapacity = v, o -> o.queueCapacity,
                    "Most alerts that wait for one Alertmanager (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--log.level LEVEL", (o, v) -> o.logLevel = v, o -> o.logLevel,
                    "debug, info, warn or error (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--log.format FORMAT", (o, v) -> o.logFormat = v, o -> o.logFormat,
                    "json or text (default: ${DEFAULT-VALUE})."),
            RunFlag.text("--tracing.endpoint URL", (o, v) -> o.tracingEndpoint = v, o -> o.tracingEndpoint,
                    "An OTLP/HTTP receiver for the daemon's own spans, such as http://127.0.0.1:4318 (default: "
                            + "$OTEL_EXPORTER_OTLP_ENDPOINT; empty: off)."),
            RunFlag.list("--enable-feature NAME", (o, v) -> o.features = v, o -> o.features,
                    "Features by Prometheus's names, such as promql-experimental-functions, promql-delayed-name-removal."));

    private RunFlags() {}

    /** The options a command line gives; empty when it is not plainly right. */
    static Optional<RunOptions> read(List<String> arguments) {
        var byName = new HashMap<String, RunFlag<?>>();
        ALL.forEach(flag -> flag.names().forEach(name -> byName.put(name, flag)));
        var given = new HashSet<String>();
        var options = new RunOptions();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equal = argument.indexOf('=');
            RunFlag<?> flag = byName.get(equal < 0 ? argument : argument.substring(0, equal));
            if (flag == null || !given.add(flag.shownName())) {
                return Optional.empty();
            }
            String value = equal >= 0 ? argument.substring(equal + 1) : flag.isSwitch() ? "true"
                    : ++i < arguments.size() ? arguments.get(i) : "-";
            if (value.startsWith("-") || value.startsWith("@") || !flag.read(options, value)) {
                return Optional.empty();
            }
        }
        return given.contains(CONFIG.shownName()) ? Optional.of(options) : Optional.empty();
    }

    /** Tells picocli of them; what it reads goes to {@code options}. */
    static void describe(CommandSpec command, RunOptions options) {
        for (RunFlag<?> flag : ALL) {
            command.addOption(flag.describe(options, flag == CONFIG));
        }
    }

    /** All of them as {@code /api/v1/status/flags} shows them: name without dashes to value. */
    static Map<String, String> shown(RunOptions options) {
        var shown = new TreeMap<String, String>();
        ALL.forEach(flag -> shown.put(flag.shownName(), flag.shown(options)));
        return shown;
    }
}
