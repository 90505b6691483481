package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Rejection;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts a transaction's samples and new series by tenant and asks for room in good portions, so that a sample costs a comparison. Not
 * thread-safe.
 */
final class TenantMeter {
    private static final long LEASE = 256;
    private final Tenants tenants;
    private final Map<Tenant, Count> counts = new IdentityHashMap<>();
    private @Nullable Tenant last;
    private Count lastCount = new Count();

    private static final class Count {
        int newSeries;
        long samples;
        long leased;
    }

    TenantMeter(Tenants tenants) {
        this.tenants = tenants;
    }

    private Count count(Tenant tenant) {
        if (tenant != last) {
            last = tenant;
            lastCount = counts.computeIfAbsent(tenant, t -> new Count());
        }
        return lastCount;
    }

    /**
     * Why a sample is not taken, counted; null when it is, or when nobody has tenants.
     *
     * @param id of the series; -1 when it is not in the index
     * @param added whether the transaction has it already
     * @param unknown series in the transaction that are not in the index
     */
    @Nullable Rejection refused(int id, Labels labels, boolean added, int unknown) {
        Tenant tenant = id >= 0 ? tenants.owner(id) : tenants.of(labels);
        if (tenant == null) {
            return null;
        }
        Count count = count(tenant);
        boolean isNew = id < 0 && !added;
        if (isNew) {
            Rejection refused = tenants.refused(tenant, labels, count.newSeries, unknown);
            if (refused != null) {
                return refused;
            }
        }
        if (tenants.isRated() && count.samples >= count.leased) {
            long more = tenants.lease(tenant, LEASE);
            if (more == 0) {
                return tenants.tooFast(tenant, labels, 1);
            }
            count.leased = count.samples + more;
        }
        count.newSeries += isNew ? 1 : 0;
        count.samples++;
        return null;
    }

    /** The samples were committed: they count. */
    void commit() {
        counts.forEach((tenant, count) -> {
            tenants.taken(tenant, count.samples);
            giveBack(tenant, count.leased - count.samples);
        });
        counts.clear();
        last = null;
    }

    /** The samples are forgotten. */
    void rollback() {
        counts.forEach((tenant, count) -> giveBack(tenant, count.leased));
        counts.clear();
        last = null;
    }

    private void giveBack(Tenant tenant, long samples) {
        if (samples > 0) {
            tenants.giveBack(tenant, samples);
        }
    }
}
