package dev.plumbline.tsdb;

import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantUse;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** A tenant with what it has and may have; also all together, and those that are too many to tell. Thread-safe. */
final class Tenant {
    final String name;
    /** In memory. */
    final AtomicLong series = new AtomicLong();
    final LongAdder samples = new LongAdder();
    final TokenBucket bucket = new TokenBucket();
    /** Whether it is told by its name. */
    volatile boolean shown;
    private final Map<TenantLimits.Kind, LongAdder> rejected = new EnumMap<>(TenantLimits.Kind.class);
    private volatile TenantLimits limits = TenantLimits.NONE;

    Tenant(String name, boolean shown) {
        this.name = name;
        this.shown = shown;
        for (TenantLimits.Kind kind : TenantLimits.Kind.values()) {
            rejected.put(kind, new LongAdder());
        }
    }

    TenantLimits limits() {
        return limits;
    }

    void limits(TenantLimits now, long nowNanos) {
        limits = now;
        bucket.rate(now.samplesPerSecond(), nowNanos);
    }

    void rejected(TenantLimits.Kind kind, long count) {
        LongAdder adder = rejected.get(kind);
        if (adder != null) {
            adder.add(count);
        }
    }

    /** Whether nobody would notice that it is gone. */
    boolean isIdle() {
        return series.get() == 0;
    }

    /** Adds what it has to sums. */
    void addTo(Tenant sum) {
        sum.series.addAndGet(series.get());
        sum.samples.add(samples.sum());
        rejected.forEach((kind, count) -> sum.rejected(kind, count.sum()));
    }

    TenantUse.Use use() {
        var counts = new EnumMap<TenantLimits.Kind, Long>(TenantLimits.Kind.class);
        rejected.forEach((kind, count) -> counts.put(kind, count.sum()));
        counts.values().removeIf(count -> count == 0);
        return new TenantUse.Use(name, series.get(), samples.sum(), counts);
    }
}
