package dev.plumbline.daemon;

import dev.plumbline.time.Clock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import javax.management.NotificationEmitter;

/**
 * Has old objects collected once they take twice what lived after the last time. The Serial collector by itself lets the old
 * generation grow to its limit before it looks: after some long queries the process would hold half of the
 * machine's memory, most of it garbage. With another collector nothing is done.
 *
 * <p>Where so many old objects come that collecting them takes more than a twentieth of the time, they may grow more between two collections, and
 * less again when fewer come. Ten seconds without a collection end that: what is left is collected.
 */
final class HeapGrowth {
    static final long LEAST = 64L << 20;
    static final long MOST = 256L << 20;
    private static final String OLD_GENERATION = "Tenured Gen";
    private static final long CALM_MILLIS = 10_000;
    private final MemoryPoolMXBean pool;
    private final Clock clock;
    private long growth = LEAST;
    private long live;
    private long endedNanos;
    private boolean calming;

    private HeapGrowth(MemoryPoolMXBean pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
        endedNanos = clock.monotonicNanos();
    }

    /** Watches for as long as the process lives. */
    static void watch(Clock clock) {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals(OLD_GENERATION) && pool.isUsageThresholdSupported()
                    && ManagementFactory.getMemoryMXBean() instanceof NotificationEmitter memory) {
                var watch = new HeapGrowth(pool, clock);
                watch.allow();
                memory.addNotificationListener((notification, handback) -> watch.grown(),
                        notification -> notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED), null);
            }
        }
    }

    private synchronized void grown() {
        long began = clock.monotonicNanos();
        long gap = began - endedNanos;
        collect();
        growth = next(growth, endedNanos - began, gap, most());
        allow();
        calmDown();
    }

    private synchronized void calm() {
        calming = false;
        if (clock.monotonicNanos() - endedNanos >= CALM_MILLIS * 1_000_000) {
            growth = LEAST;
            collect();
            allow();
        }
        calmDown();
    }

    private void collect() {
        System.gc();
        endedNanos = clock.monotonicNanos();
    }

    private void calmDown() {
        if (!calming && mayHoldMore(live, growth)) {
            calming = true;
            clock.schedule(CALM_MILLIS, this::calm);
        }
    }

    private long most() {
        long most = pool.getUsage().getMax();
        return most < 0 ? Long.MAX_VALUE : most;
    }

    private void allow() {
        live = pool.getUsage().getUsed();
        pool.setUsageThreshold(allowed(live, growth, most()));
    }

    /** Whether more garbage is allowed than without growth: where as much lives, it may double anyway, and to collect it early would gain nothing. */
    static boolean mayHoldMore(long live, long growth) {
        return growth > Math.max(live, LEAST);
    }

    /** Up to how many bytes the old generation may fill, when {@code live} of them are in use. */
    static long allowed(long live, long growth, long most) {
        return Math.min(most, live + Math.max(live, growth));
    }

    /**
     * How many bytes may come before the next collection at least.
     *
     * @param growth the same of the last
     * @param costNanos how long that took
     * @param gapNanos how long there was none before it
     * @param most the heap's limit; growth stays below an eighth of it, or at {@link #LEAST}
     */
    static long next(long growth, long costNanos, long gapNanos, long most) {
        if (costNanos > gapNanos / 20) {
            return Math.max(LEAST, Math.min(2 * growth, Math.min(MOST, most / 8)));
        }
        return costNanos < gapNanos / 80 ? Math.max(LEAST, growth / 2) : growth;
    }
}
