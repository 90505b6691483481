package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Rejection;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts a transaction's samples and new series by tenant and asks for room in good portions, so that a sample costs a comparison. Not
 * thread-safe.
 */
final class TenantMeter {
    private static final long LEASE = 256;
    private static final int RECENT = 16; // a power of two
    private final Tenants tenants;
    private final Map<Tenant, Count> counts = new IdentityHashMap<>();
    private final @Nullable Count[] recent = new @Nullable Count[RECENT];
    private @Nullable Count asked;
    private int unknownBefore;

    private static final class Count {
        final Tenant tenant;
        int newSeries;
        long samples;
        long leased;

        Count(Tenant tenant) {
            this.tenant = tenant;
        }
    }

    TenantMeter(Tenants tenants) {
        this.tenants = tenants;
    }

    private Count count(Tenant tenant) {
        int at = tenant.number & RECENT - 1;
        Count known = recent[at];
        if (known == null || known.tenant != tenant) {
            known = counts.computeIfAbsent(tenant, Count::new);
            recent[at] = known;
        }
        return known;
    }

    /**
     * Why a new series is not taken, counted; null when it may be, or when nobody has tenants. To be asked before each series that the transaction
     * takes on.
     *
     * @param unknown series that the transaction has by now and that are not in the index
     */
    @Nullable Rejection refused(Labels labels, int unknown) {
        if (asked != null) {
            asked.newSeries += unknown - unknownBefore; // whether it took on the one asked for before shows now
        }
        unknownBefore = unknown;
        Tenant tenant = tenants.of(labels);
        Count count = tenant == null ? null : count(tenant);
        asked = count;
        return count == null ? null : tenants.refused(count.tenant, labels, count.newSeries, unknown);
    }

    /**
     * Why a sample comes too fast, counted; null when it does not, or when nobody has tenants.
     *
     * @param id of the series; -1 when it is not in the index
     */
    @Nullable Rejection tooFast(int id, Labels labels) {
        Tenant tenant = id >= 0 ? tenants.owner(id) : tenants.of(labels);
        if (tenant == null) {
            return null;
        }
        Count count = count(tenant);
        if (tenants.isRated() && count.samples >= count.leased) {
            long more = tenants.lease(tenant, LEASE);
            if (more == 0) {
                return tenants.tooFast(tenant, labels, 1);
            }
            count.leased = count.samples + more;
        }
        count.samples++;
        return null;
    }

    /** The samples were committed: they count. */
    void commit() {
        counts.forEach((tenant, count) -> {
            tenants.taken(tenant, count.samples);
            giveBack(tenant, count.leased - count.samples);
        });
        clear();
    }

    /** The samples are forgotten. */
    void rollback() {
        counts.forEach((tenant, count) -> giveBack(tenant, count.leased));
        clear();
    }

    private void clear() {
        counts.clear();
        Arrays.fill(recent, null);
        asked = null;
        unknownBefore = 0;
    }

    private void giveBack(Tenant tenant, long samples) {
        if (samples > 0) {
            tenants.giveBack(tenant, samples);
        }
    }
}
