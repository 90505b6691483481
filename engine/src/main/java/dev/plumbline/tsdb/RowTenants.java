package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a source's columns. A target's series are one tenant's as a rule: then a row is counted at once, whatever its length; else a
 * sample costs an addition. Used by the owner of the source.
 */
final class RowTenants {
    private final Tenants tenants;
    private final SeriesIndex index;
    private final Group group;
    private final List<Tenant> known = new ArrayList<>();
    private final Map<Tenant, Integer> places = new IdentityHashMap<>();
    private int[] place = new int[0]; // in known, by column
    private int[] counts = new int[0];
    private int generation = -1;
    private int mostKnown = Integer.MAX_VALUE; // those of columns that were released stay known until then

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
    void owns(int column, int id) {
        if (!tenants.isOn()) {
            generation = -1; // told anew before the next row
            return;
        }
        if (column >= place.length) {
            place = Arrays.copyOf(place, column + column / 2 + 8);
        }
        Tenant tenant = tenants.owner(id);
        if (tenant == null) { // rules are being set
            place[column] = 0;
            generation = -1;
            return;
        }
        place[column] = places.computeIfAbsent(tenant, t -> {
            known.add(t);
            return known.size() - 1;
        });
        if (known.size() > mostKnown) {
            generation = -1;
        }
    }

    private void tellAgain(BitSet owned) {
        generation = tenants.generation();
        known.clear();
        places.clear();
        mostKnown = Integer.MAX_VALUE;
        for (int c = owned.nextSetBit(0); c >= 0; c = owned.nextSetBit(c + 1)) {
            owns(c, group.series(c));
        }
        mostKnown = 2 * known.size() + 1000;
    }

    /** Who was over his rate in a row: the samples, and one of the series. */
    interface Refusals {
        void refused(Rejection rejection, int samples);
    }

    /**
     * Counts a row. Who is over his rate loses all of his samples in it: they are taken out of {@code accepted}.
     *
     * @param owned all columns
     * @param accepted columns with a sample to be taken, in order or late
     * @param samples how many they are
     * @return how many still are
     */
    int charge(BitSet owned, BitSet accepted, int samples, Refusals told) {
        if (!tenants.isOn()) {
            return samples;
        }
        if (generation != tenants.generation()) {
            tellAgain(owned);
        }
        if (known.size() > 1) {
            return chargeEach(accepted, samples, told);
        }
        return known.isEmpty() || take(known.getFirst(), samples) ? samples : samples - refuse(0, accepted, told);
    }

    private int chargeEach(BitSet accepted, int samples, Refusals told) {
        counts = counts.length < known.size() ? new int[known.size() * 2] : counts;
        Arrays.fill(counts, 0);
        for (int c = accepted.nextSetBit(0); c >= 0; c = accepted.nextSetBit(c + 1)) {
            counts[place[c]]++;
        }
        int left = samples;
        for (int i = 0; i < known.size(); i++) {
            if (counts[i] > 0 && !take(known.get(i), counts[i])) {
                left -= refuse(i, accepted, told);
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

    private int refuse(int who, BitSet accepted, Refusals told) {
        int gone = 0;
        int first = -1;
        for (int c = accepted.nextSetBit(0); c >= 0; c = accepted.nextSetBit(c + 1)) {
            if (place[c] == who) {
                accepted.clear(c);
                first = first < 0 ? group.series(c) : first;
                gone++;
            }
        }
        if (gone > 0) {
            told.refused(tenants.tooFast(known.get(who), index.labels(first), gone), gone);
        }
        return gone;
    }
}
