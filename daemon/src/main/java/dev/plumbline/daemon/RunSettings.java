package dev.plumbline.daemon;

import dev.plumbline.daemon.command.CommandDurations;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.rules.RuleOptions;
import dev.plumbline.tsdb.TsdbOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The process settings, read and checked.
 *
 * @param config the configuration file
 * @param web what is served, where and to whom
 * @param store the store's own settings
 * @param query what queries may use
 * @param features what was asked for by name
 * @param remoteWrite whether samples are taken by remote write
 * @param tracingEndpoint empty: off
 * @param rules what shapes the evaluation of rules, but for what the configuration says
 * @param queueCapacity most alerts that wait for one Alertmanager, at least 1
 * @param remoteQueueBytes most bytes of samples that wait for remote write
 */
record RunSettings(Path config, WebSettings web, TsdbOptions store, QuerySettings query, Features features, boolean remoteWrite,
        String tracingEndpoint, RuleOptions rules, int queueCapacity, long remoteQueueBytes) {
    private static final long LEAST_REMOTE_QUEUE = 1 << 20;
    private static final long LEAST_BLOCK_MILLIS = 1000;

    /** @throws PlumblineException of kind USER that names the option, its value and what would be right */
    static RunSettings of(RunOptions o) {
        if (o.queueCapacity < 1) {
            throw PlumblineException.user("--alertmanager.notification-queue-capacity must be at least 1, not " + o.queueCapacity);
        }
        Features features = Features.of(o.features);
        return new RunSettings(o.config, WebSettings.of(o), store(o), QuerySettings.of(o, features), features, o.remoteWrite,
                o.tracingEndpoint, rules(o), o.queueCapacity, remoteQueue(o));
    }

    private static TsdbOptions store(RunOptions o) {
        long range = positive("--storage.tsdb.min-block-duration", o.minBlockDuration);
        if (range < LEAST_BLOCK_MILLIS) {
            throw PlumblineException.user("--storage.tsdb.min-block-duration must be at least 1s, not " + o.minBlockDuration);
        }
        var store = TsdbOptions.defaults(o.data.toAbsolutePath()).withBlockRange(Duration.ofMillis(range))
                .withRetention(Duration.ofMillis(positive("--storage.tsdb.retention.time", o.retentionTime)));
        long bytes = bytes("--storage.tsdb.retention.size", o.retentionSize);
        return bytes == 0 ? store : store.withDiskBytes(bytes);
    }

    private static long remoteQueue(RunOptions o) {
        long bytes = bytes("--storage.remote.queue-size", o.remoteQueueSize);
        if (bytes < LEAST_REMOTE_QUEUE) {
            throw PlumblineException.user("--storage.remote.queue-size must be at least 1MB, not " + o.remoteQueueSize);
        }
        return bytes;
    }

    private static RuleOptions rules(RunOptions o) {
        return RuleOptions.defaults().withResendDelayMillis(positive("--rules.alert.resend-delay", o.resendDelay))
                .withOutage(positive("--rules.alert.for-outage-tolerance", o.outageTolerance),
                        positive("--rules.alert.for-grace-period", o.gracePeriod));
    }

    static long positive(String option, String text) {
        Long millis = CommandDurations.millis(text);
        if (millis == null || millis == 0) {
            throw PlumblineException.user(option + " \"" + text + "\" is not a positive duration; one such as 90s, 5m or 35d would be");
        }
        return millis;
    }

    /** Bytes of a size such as {@code 512MB}, units being powers of 1024 as in Prometheus. */
    static long bytes(String option, String text) {
        String upper = text.toUpperCase(Locale.ROOT).replace("IB", "B");
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        for (int i = units.length - 1; i >= 0; i--) {
            if (upper.endsWith(units[i])) {
                return size(option, text, upper.substring(0, upper.length() - units[i].length()), 1L << (10 * i));
            }
        }
        return size(option, text, upper, 1);
    }

    private static long size(String option, String text, String digits, long unit) {
        try {
            long bytes = Math.multiplyExact(Long.parseLong(digits), unit);
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // said below
        }
        throw PlumblineException.user(option + " \"" + text + "\" is not a size; one such as 512MB or 4GB would be");
    }
}
