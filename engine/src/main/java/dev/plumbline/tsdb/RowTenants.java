package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Rejection;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a source's columns. A target's series are one tenant's as a rule: then a row is counted at once, whatever its length. Used by
 * the owner of the source.
 */
final class RowTenants {
    private final Tenants tenants;
    private final SeriesIndex index;
    private final Group group;
    private int generation = -1;
    private @Nullable Tenant only;
    private boolean mixed;

    RowTenants(Store store, Group group) {
        tenants = store.index.tenants();
        index = store.index;
        this.group = group;
    }

    boolean isOn() {
        return tenants.isOn();
    }

    /** Why a series that is new to the store gets no column; null when it does. */
    @Nullable Rejection refused(Labels labels) {
        Tenant tenant = tenants.of(labels);
        return tenant == null ? null : tenants.refused(tenant, labels, 0, 0);
    }

    /** A column was given to a series. */
    void owns(int id) {
        if (tenants.isOn()) {
            add(tenants.owner(id));
        }
    }

    private void add(@Nullable Tenant tenant) {
        mixed |= only != null && tenant != only;
        only = tenant;
    }

    /** Who was over his rate in a row: the samples, and one of the series. */
    interface Refusals {
        void refused(Rejection rejection, int samples);
    }

    /**
     * Counts a row. Who is over his rate loses all of his samples in it: they are taken out of {@code accepted}.
     *
     * @param owned all columns
     * @param samples how many are accepted
     * @return how many still are
     */
    int charge(BitSet owned, BitSet accepted, int samples, Refusals told) {
        if (!tenants.isOn()) {
            return samples;
        }
        if (generation != tenants.generation()) {
            generation = tenants.generation();
            only = null;
            mixed = false;
            owned.stream().forEach(c -> add(tenants.owner(group.series(c))));
        }
        if (!mixed) {
            Tenant tenant = only;
            if (tenant == null || take(tenant, samples)) {
                return samples;
            }
            return refuse(tenant, accepted, told);
        }
        Map<Tenant, int[]> counts = new IdentityHashMap<>();
        for (int c = accepted.nextSetBit(0); c >= 0; c = accepted.nextSetBit(c + 1)) {
            Tenant tenant = tenants.owner(group.series(c));
            if (tenant != null) {
                counts.computeIfAbsent(tenant, t -> new int[1])[0]++;
            }
        }
        int left = samples;
        for (Map.Entry<Tenant, int[]> each : counts.entrySet()) {
            if (!take(each.getKey(), each.getValue()[0])) {
                left = refuse(each.getKey(), accepted, told);
            }
        }
        return left;
    }

    private boolean take(Tenant tenant, int samples) {
        if (samples > 0 && tenants.isRated() && !tenants.take(tenant, samples)) {
            return false;
        }
        tenants.taken(tenant, samples);
        return true;
    }

    private int refuse(Tenant tenant, BitSet accepted, Refusals told) {
        int gone = 0;
        int first = -1;
        for (int c = accepted.nextSetBit(0); c >= 0; c = accepted.nextSetBit(c + 1)) {
            if (tenants.owner(group.series(c)) == tenant) {
                accepted.clear(c);
                first = first < 0 ? group.series(c) : first;
                gone++;
            }
        }
        if (gone > 0) {
            told.refused(tenants.tooFast(tenant, index.labels(first), gone), gone);
        }
        return accepted.cardinality();
    }
}
