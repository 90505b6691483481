package dev.plumbline.daemon;

import dev.plumbline.daemon.api.prometheus.AdminApi;
import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.config.RetentionConfig;
import dev.plumbline.daemon.config.UpstreamConfig;
import dev.plumbline.daemon.config.yaml.Durations;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.tsdb.RetentionRule;
import dev.plumbline.tsdb.RetentionRules;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the admin API does to the store, and what the configuration says of it. */
final class StoreUpkeep implements AdminApi.Deletion {
    /** Longer than any store. */
    private static final Duration EVER = Duration.ofDays(36_500);

    private static final Logger LOG = LoggerFactory.getLogger(StoreUpkeep.class);
    private final Supplier<Tsdb> store;

    /** @param store throws while it is not open */
    StoreUpkeep(Supplier<Tsdb> store) {
        this.store = store;
    }

    @Override
    public void delete(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        store.get().delete(matchers, minMillis, maxMillis);
    }

    @Override
    public void clean() {
        store.get().cleanTombstones();
    }

    /**
     * What may change at a reload.
     *
     * @param commandLine what holds where the configuration says nothing
     */
    static void apply(Tsdb store, PlumblineConfig config, TsdbOptions commandLine) {
        TsdbOptions kept = kept(commandLine, config);
        store.retain(kept.retention(), kept.diskBytes());
        store.outOfOrderWindow(config.storage().outOfOrderWindowMillis());
        store.tenants(config.tenants());
        store.retain(rules(config.retention()));
        warn(config, kept.retention().toMillis());
    }

    /** What a check cannot find since it does not know the command line: the oldest sample here is older than some series are whole. */
    private static void warn(PlumblineConfig config, long retentionMillis) {
        UpstreamConfig upstream = config.upstream();
        long longest = config.retention().rules().stream().mapToLong(RetentionConfig.Rule::keepMillis).max().orElse(0);
        if (upstream != null && retentionMillis < Math.min(upstream.localMillis(), longest)) {
            LOG.warn("upstream.local ({}) is longer than --storage.tsdb.retention.time ({}) while rules of retention keep some series for longer: queries"
                    + " would silently lack what is gone of the others. Set local to no more than that time", Durations.format(upstream.localMillis()),
                    Durations.format(retentionMillis));
        }
    }

    /** With the retention that holds: what the configuration says comes before the command line; 0 is no limit. */
    static TsdbOptions kept(TsdbOptions commandLine, @Nullable PlumblineConfig config) {
        if (config == null) {
            return commandLine;
        }
        Long time = config.storage().retentionMillis();
        Long bytes = config.storage().retentionBytes();
        TsdbOptions kept = time == null ? commandLine : commandLine.withRetention(time == 0 ? EVER : Duration.ofMillis(time));
        return bytes == null ? kept : kept.withDiskBytes(bytes == 0 ? Long.MAX_VALUE : bytes);
    }

    private static RetentionRules rules(RetentionConfig config) {
        return new RetentionRules(config.rules().stream().map(r -> new RetentionRule(r.match(), Duration.ofMillis(r.keepMillis()),
                r.downsample().stream().map(c -> new RetentionRule.Coarser(Duration.ofMillis(c.afterMillis()),
                        Duration.ofMillis(c.resolutionMillis()))).toList())).toList());
    }
}
