package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.TenantLimits.Kind;
import dev.plumbline.storage.TenantRules;
import dev.plumbline.storage.TenantUse;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom each series in memory belongs to, and the limits. A series' tenant is looked for once, when it gets its id; then it is an array
 * load away. Limits of series and labels are asked for new series only, so that they cost those that are there nothing. Off until rules are set: then
 * writers ask nothing but whether it is on. Thread-safe; {@link #created}, {@link #removed} and {@link #set} are called under the
 * index's lock.
 *
 * <p>Concurrent commits may together go beyond the limit of series by what each of them has under way.
 */
final class Tenants {
    /** As many are told one by one, in metrics and answers. */
    static final int MOST_SHOWN = 500;
    /** What those are called that share one. */
    private static final String OTHERS = "(others)";
    /** More share one. */
    static final int MOST = 20_000;
    /** With more than these, those that have nothing are forgotten. */
    private static final int MOST_IDLE = 2_000;

    private final Clock clock;
    private final ConcurrentHashMap<String, Tenant> byName = new ConcurrentHashMap<>();
    private final Tenant all = new Tenant("", 0, true);
    private final Tenant beyond = new Tenant("", 0, false);
    private volatile @Nullable Tenant[] owners = new @Nullable Tenant[0];
    private volatile @Nullable TenantRules rules;
    private volatile boolean rated;
    private volatile int generation;
    private int shown;
    private int lastNumber;

    Tenants(Clock clock) {
        this.clock = clock;
    }

    boolean isOn() {
        return rules != null;
    }

    /** Changes whenever series may have become another's. */
    int generation() {
        return generation;
    }

    /** Whether any rate is limited. */
    boolean isRated() {
        return rated;
    }

    /**
     * Sets the rules; null: nobody has tenants.
     *
     * @param series all by id; null where there is none
     */
    void set(@Nullable TenantRules next, @Nullable Labels[] series) {
        TenantRules before = rules;
        rules = next;
        long now = clock.monotonicNanos();
        if (next == null) {
            byName.clear();
            owners = new @Nullable Tenant[0];
            shown = 0;
        } else {
            all.limits(next.all(), now);
            beyond.limits(next.others(), now);
            next.limits().keySet().forEach(name -> named(next, name, true));
            byName.values().forEach(t -> t.limits(next.limits(t.name), now));
            if (before == null || !before.tellsAs(next)) {
                tellAll(next, series);
            }
        }
        rated = next != null && (next.all().samplesPerSecond() > 0 || next.others().samplesPerSecond() > 0
                || next.limits().values().stream().anyMatch(l -> l.samplesPerSecond() > 0));
        generation++;
    }

    private void tellAll(TenantRules now, @Nullable Labels[] series) {
        byName.values().forEach(t -> t.series.set(0));
        beyond.series.set(0);
        all.series.set(0);
        owners = new @Nullable Tenant[series.length];
        for (int id = 0; id < series.length; id++) {
            Labels labels = series[id];
            if (labels != null) {
                own(id, labels, now);
            }
        }
    }

    /** A series got its id. */
    void created(int id, Labels labels) {
        TenantRules now = rules;
        if (now != null) {
            own(id, labels, now);
        }
    }

    private void own(int id, Labels labels, TenantRules now) {
        if (id >= owners.length) {
            owners = Arrays.copyOf(owners, Math.max(64, id * 2));
        }
        Tenant owner = named(now, now.tenant(labels), false);
        owners[id] = owner;
        owner.series.incrementAndGet();
        all.series.incrementAndGet();
    }

    /** A series is gone from memory. */
    void removed(int id) {
        @Nullable Tenant[] now = owners;
        Tenant owner = id < now.length ? now[id] : null;
        if (owner != null) {
            now[id] = null;
            owner.series.decrementAndGet();
            all.series.decrementAndGet();
        }
    }

    /** To be called after some were removed. */
    synchronized void forgetIdle() {
        TenantRules now = rules;
        if (now != null && byName.size() > MOST_IDLE) {
            for (Tenant t : List.copyOf(byName.values())) {
                if (t.isIdle() && !now.limits().containsKey(t.name)) {
                    byName.remove(t.name);
                    shown -= t.shown ? 1 : 0;
                }
            }
        }
    }

    private Tenant named(TenantRules now, String name, boolean always) {
        Tenant known = byName.get(name);
        return known != null && (known.shown || !always) ? known : add(now, name, always);
    }

    private synchronized Tenant add(TenantRules now, String name, boolean always) {
        Tenant known = byName.get(name);
        if (known != null) {
            if (always && !known.shown) {
                known.shown = true;
                shown++;
            }
            return known;
        }
        if (byName.size() >= MOST && !always) {
            return beyond;
        }
        var created = new Tenant(name, ++lastNumber, always || shown < MOST_SHOWN);
        shown += created.shown ? 1 : 0;
        created.limits(now.limits(name), clock.monotonicNanos());
        byName.put(name, created);
        return created;
    }

    /** Whose the series of an id is; null when nobody has tenants. */
    @Nullable Tenant owner(int id) {
        @Nullable Tenant[] now = owners;
        return id < now.length ? now[id] : null;
    }

    /** Whose a series would be; null when nobody has tenants. */
    @Nullable Tenant of(Labels labels) {
        TenantRules now = rules;
        return now == null ? null : named(now, now.tenant(labels), false);
    }

    /**
     * Why a new series is not taken, counted; null when it is.
     *
     * @param pending new series of this tenant that are not in the index yet
     * @param pendingOfAll those of all
     */
    @Nullable Rejection refused(Tenant tenant, Labels labels, int pending, int pendingOfAll) {
        Rejection tooLarge = refusedLabels(tenant, labels);
        if (tooLarge != null) {
            return tooLarge;
        }
        long most = tenant.limits().series();
        if (most > 0 && tenant.series.get() + pending >= most) {
            return over(tenant, labels, Kind.SERIES, false);
        }
        most = all.limits().series();
        return most > 0 && all.series.get() + pendingOfAll >= most ? over(tenant, labels, Kind.SERIES, true) : null;
    }

    private @Nullable Rejection refusedLabels(Tenant tenant, Labels labels) {
        for (Kind kind : List.of(Kind.LABEL_NAMES, Kind.LABEL_NAME_LENGTH, Kind.LABEL_VALUE_LENGTH)) {
            long own = tenant.limits().of(kind);
            long common = all.limits().of(kind);
            if (own > 0 || common > 0) {
                long size = size(kind, labels);
                if (own > 0 && size > own || common > 0 && size > common) {
                    return over(tenant, labels, kind, own == 0 || size <= own);
                }
            }
        }
        return null;
    }

    private static long size(Kind kind, Labels labels) {
        if (kind == Kind.LABEL_NAMES) {
            return labels.size();
        }
        int longest = 0;
        for (int i = 0; i < labels.size(); i++) {
            longest = Math.max(longest, (kind == Kind.LABEL_NAME_LENGTH ? labels.name(i) : labels.value(i)).length());
        }
        return longest;
    }

    private Rejection over(Tenant tenant, Labels labels, Kind kind, boolean ofAll) {
        return over(tenant, labels, kind, ofAll, 1);
    }

    private Rejection over(Tenant tenant, Labels labels, Kind kind, boolean ofAll, long samples) {
        tenant.rejected(kind, samples);
        all.rejected(kind, samples);
        long limit = (ofAll ? all : tenant).limits().of(kind);
        return new Rejection.OverLimit(labels, tenant.name, kind, "tenant \"" + tenant.name + "\" is over the limit of " + limit + " "
                + kind.key() + (ofAll ? " of all tenants together" : "") + " (raise " + key(ofAll ? all : tenant, kind) + " in the configuration)");
    }

    /** Where the configuration says the limit. */
    private String key(Tenant whose, Kind kind) {
        TenantRules now = rules;
        String name = whose == all ? "all" : now != null && now.limits().containsKey(whose.name) ? whose.name : "default";
        return "tenants.limits." + name + "." + kind.key();
    }

    /** Who has more series than may be, the most series first and all together before; empty when nobody has tenants. */
    List<TenantUse.Over> overSeries() {
        var over = new ArrayList<TenantUse.Over>();
        if (isOn()) {
            byName.values().forEach(t -> addOver(t, t.name, over));
            addOver(beyond, OTHERS, over);
            over.sort(Comparator.comparingLong(TenantUse.Over::series).reversed().thenComparing(o -> String.valueOf(o.tenant())));
            var total = new ArrayList<TenantUse.Over>();
            addOver(all, null, total);
            over.addAll(0, total);
        }
        return over;
    }

    private void addOver(Tenant whose, @Nullable String told, List<TenantUse.Over> over) {
        long most = whose.limits().series();
        long has = whose.series.get();
        if (most > 0 && has > most) {
            over.add(new TenantUse.Over(told, has, most, key(whose, Kind.SERIES)));
        }
    }

    /** Why samples that come too fast are not taken, counted. */
    Rejection tooFast(Tenant tenant, Labels labels, long samples) {
        return over(tenant, labels, Kind.SAMPLES_PER_SECOND, !tenant.bucket.isLimited(), samples);
    }

    /** Room for up to so many samples of a tenant; answers for how many. */
    long lease(Tenant tenant, long most) {
        long now = clock.monotonicNanos();
        long own = tenant.bucket.takeUpTo(most, now);
        long taken = own == 0 ? 0 : all.bucket.takeUpTo(own, now);
        tenant.bucket.giveBack(own - taken);
        return taken;
    }

    /** Room for so many samples of a tenant, or none. */
    boolean take(Tenant tenant, long samples) {
        long now = clock.monotonicNanos();
        if (!tenant.bucket.take(samples, now)) {
            return false;
        }
        if (!all.bucket.take(samples, now)) {
            tenant.bucket.giveBack(samples);
            return false;
        }
        return true;
    }

    void giveBack(Tenant tenant, long samples) {
        tenant.bucket.giveBack(samples);
        all.bucket.giveBack(samples);
    }

    /** Samples that were committed. */
    void taken(Tenant tenant, long samples) {
        tenant.samples.add(samples);
        all.samples.add(samples);
    }

    /** What there is, the tenants with most series first; null when nobody has tenants. */
    @Nullable TenantUse use() {
        TenantRules now = rules;
        if (now == null) {
            return null;
        }
        var others = new Tenant("", 0, false);
        beyond.addTo(others);
        int count = 0;
        for (Tenant t : byName.values()) {
            if (!t.shown) {
                t.addTo(others);
                count++;
            }
        }
        List<TenantUse.Use> each = byName.values().stream().filter(t -> t.shown).map(Tenant::use)
                .sorted(Comparator.comparingLong(TenantUse.Use::series).reversed().thenComparing(TenantUse.Use::tenant)).toList();
        return new TenantUse(now, all.use(), each, count, others.use());
    }
}
