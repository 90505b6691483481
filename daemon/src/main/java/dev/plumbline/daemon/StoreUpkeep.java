package dev.plumbline.daemon;

import dev.plumbline.daemon.api.prometheus.AdminApi;
import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.config.RetentionConfig;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.tsdb.RetentionRule;
import dev.plumbline.tsdb.RetentionRules;
import dev.plumbline.tsdb.Tsdb;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What the admin API does to the store, and what the configuration says of it. */
final class StoreUpkeep implements AdminApi.Deletion {
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

    /** What may change at a reload. */
    static void apply(Tsdb store, PlumblineConfig config) {
        store.outOfOrderWindow(config.storage().outOfOrderWindowMillis());
        store.tenants(config.tenants());
        store.retain(rules(config.retention()));
    }

    private static RetentionRules rules(RetentionConfig config) {
        return new RetentionRules(config.rules().stream().map(r -> new RetentionRule(r.match(), Duration.ofMillis(r.keepMillis()),
                r.downsample().stream().map(c -> new RetentionRule.Coarser(Duration.ofMillis(c.afterMillis()),
                        Duration.ofMillis(c.resolutionMillis()))).toList())).toList());
    }
}
