package dev.plumbline.storage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tenants have and were refused, since the store was opened.
 *
 * @param rules as they are now
 * @param all together
 * @param tenants those that are told one by one, the most series first
 * @param others how many there are besides, and what they have together: more than can be told one by one
 */
public record TenantUse(TenantRules rules, Use all, List<Use> tenants, int otherCount, Use others) {

    /**
     * Of one, or of some together.
     *
     * @param series in memory
     * @param samples taken
     * @param rejected samples refused for a limit, by its kind
     */
    public record Use(String tenant, long series, long samples, Map<TenantLimits.Kind, Long> rejected) {
        public Use {
            rejected = Map.copyOf(rejected);
        }
    }

    /**
     * Somebody with more series in memory than may be, which happens when nobody was asked before they came.
     *
     * @param tenant null: all together
     * @param key of the limit in the configuration
     */
    public record Over(@Nullable String tenant, long series, long limit, String key) {}

    public TenantUse {
        tenants = List.copyOf(tenants);
    }
}
