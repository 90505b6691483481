package dev.plumbline.daemon;

import dev.plumbline.daemon.command.CommandDurations;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.rules.RuleOptions;
import dev.plumbline.tsdb.TsdbOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The process settings, read and checked.
 *
 * @param config the configuration file
 * @param host where to listen
 * @param port where to listen; 0: any free port
 * @param store the store's own settings
 * @param engine the engine's own settings
 * @param maxConcurrency most queries at a time, at least 1
 * @param externalUrl without a slash at the end; empty: not given
 * @param lifecycle whether anybody may reload over HTTP
 * @param remoteWrite whether samples are taken by remote write
 * @param open whether to serve beyond loopback without authentication
 * @param tracingEndpoint empty: off
 * @param rules what shapes the evaluation of rules, but for what the configuration says
 * @param queueCapacity most alerts that wait for one Alertmanager, at least 1
 */
record RunSettings(Path config, String host, int port, TsdbOptions store, EngineOptions engine, int maxConcurrency,
        String externalUrl, boolean lifecycle, boolean remoteWrite, boolean open, String tracingEndpoint, RuleOptions rules, int queueCapacity) {
    private static final List<String> FEATURES = List.of("promql-experimental-functions", "promql-delayed-name-removal",
            "promql-at-modifier", "promql-negative-offset");
    private static final int MAX_PORT = 65_535;

    /** @throws PlumblineException of kind USER that names the option, its value and what would be right */
    static RunSettings of(RunOptions o) {
        int colon = o.listen.lastIndexOf(':');
        if (colon < 0) {
            throw PlumblineException.user("--listen \"" + o.listen + "\" has no port; HOST:PORT such as 127.0.0.1:9480 would be right");
        }
        String host = o.listen.substring(0, colon).replace("[", "").replace("]", "");
        Integer given = o.port;
        int port = given == null ? port(o.listen.substring(colon + 1)) : port(given.toString());
        if (o.maxConcurrency < 1) {
            throw PlumblineException.user("--query.max-concurrency must be at least 1, not " + o.maxConcurrency);
        }
        if (o.queueCapacity < 1) {
            throw PlumblineException.user("--alertmanager.notification-queue-capacity must be at least 1, not " + o.queueCapacity);
        }
        String url = o.externalUrl.endsWith("/") ? o.externalUrl.substring(0, o.externalUrl.length() - 1) : o.externalUrl;
        return new RunSettings(o.config, host.isEmpty() ? "0.0.0.0" : host, port, store(o), engine(o), o.maxConcurrency, url,
                o.lifecycle, o.remoteWrite, o.open, o.tracingEndpoint, rules(o), o.queueCapacity);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw PlumblineException.user("\"" + text + "\" is not a port; a number from 0 (any free one) to 65535 would be");
    }

    private static TsdbOptions store(RunOptions o) {
        var store = TsdbOptions.defaults(o.data.toAbsolutePath())
                .withRetention(Duration.ofMillis(positive("--storage.tsdb.retention.time", o.retentionTime)));
        long bytes = bytes(o.retentionSize);
        return bytes == 0 ? store : store.withMemoryBytes(bytes);
    }

    private static EngineOptions engine(RunOptions o) {
        if (o.maxSamples < 1) {
            throw PlumblineException.user("--query.max-samples must be at least 1, not " + o.maxSamples);
        }
        for (String feature : o.features) {
            if (!FEATURES.contains(feature)) {
                throw PlumblineException.user("--enable-feature \"" + feature + "\" is not there in this version; known are "
                        + String.join(", ", FEATURES));
            }
        }
        var features = List.of(o.features);
        return EngineOptions.defaults().withLookbackMillis(positive("--query.lookback-delta", o.lookback))
                .withTimeoutMillis(positive("--query.timeout", o.queryTimeout)).withMaxSamples(o.maxSamples)
                .withExperimental(features.contains("promql-experimental-functions"))
                .withDelayedNameRemoval(features.contains("promql-delayed-name-removal"));
    }

    private static RuleOptions rules(RunOptions o) {
        return RuleOptions.defaults().withResendDelayMillis(positive("--rules.alert.resend-delay", o.resendDelay))
                .withOutage(positive("--rules.alert.for-outage-tolerance", o.outageTolerance),
                        positive("--rules.alert.for-grace-period", o.gracePeriod));
    }

    private static long positive(String option, String text) {
        Long millis = CommandDurations.millis(text);
        if (millis == null || millis == 0) {
            throw PlumblineException.user(option + " \"" + text + "\" is not a positive duration; one such as 90s, 5m or 35d would be");
        }
        return millis;
    }

    /** Bytes of a size such as {@code 512MB}, units being powers of 1024 as in Prometheus. */
    static long bytes(String text) {
        String upper = text.toUpperCase(Locale.ROOT).replace("IB", "B");
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        for (int i = units.length - 1; i >= 0; i--) {
            if (upper.endsWith(units[i])) {
                return size(text, upper.substring(0, upper.length() - units[i].length()), 1L << (10 * i));
            }
        }
        return size(text, upper, 1);
    }

    private static long size(String text, String digits, long unit) {
        try {
            long bytes = Math.multiplyExact(Long.parseLong(digits), unit);
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // said below
        }
        throw PlumblineException.user("--storage.tsdb.retention.size \"" + text + "\" is not a size; one such as 512MB or 4GB would be");
    }
}
