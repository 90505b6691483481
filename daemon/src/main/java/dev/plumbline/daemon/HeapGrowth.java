package dev.plumbline.daemon;

import dev.plumbline.time.Clock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import javax.management.NotificationEmitter;

/**
 * Has old objects collected once they take a quarter more than what lived after the last time. The Serial collector by itself lets the old
 * generation grow to its limit before it looks: after some long queries the process would hold half of the
 * machine's memory, most of it garbage. With another collector nothing is done.
 *
 * <p>Where so many old objects come that collecting them takes more than a fortieth of the time, they may grow more between two collections, and
 * less again when fewer come. Ten seconds without a collection end that, and so they end what is left of a start: it is collected.
 */
final class HeapGrowth {
    static final long LEAST = 24L << 20;
    static final long MOST = 256L << 20;
    /** While a daemon starts and reads its log, nearly all that comes stays. */
    static final long AT_START = 64L << 20;
    private static final String OLD_GENERATION = "Tenured Gen";
    private static final long CALM_MILLIS = 10_000;
    private final MemoryPoolMXBean pool;
    private final Clock clock;
    private long growth = AT_START;
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
                watch.calmDown();
                memory.addNotificationListener((notification, handback) -> watch.grown(),
                        notification -> notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED), null);
            }
        }
    }

    private synchronized void grown() {
        long began = clock.monotonicNanos();
        long gap = began - endedNanos;
        collect();
        growth = next(growth, endedNanos - began, gap);
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

    private synchronized void calmDown() {
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
        growth = within(growth, live, most());
        pool.setUsageThreshold(Math.min(most(), live + growth));
    }

    /** Whether so much garbage is allowed that it is worth to be collected once no more comes; where much lives, that would take longer than it is worth. */
    static boolean mayHoldMore(long live, long growth) {
        return live <= MOST && growth > least(live);
    }

    private static long least(long live) {
        return Math.max(LEAST, live / 4);
    }

    /**
     * How many bytes may come before the next collection: not less than a quarter of what lives, nor more than what lives, or {@link #MOST} where less lives.
     *
     * @param live what lives in the old generation
     * @param most its limit; growth beyond what lives stays below an eighth of it, or at {@link #LEAST}
     */
    static long within(long growth, long live, long most) {
        return Math.clamp(growth, least(live), Math.max(least(live), Math.max(live, Math.min(MOST, most / 8))));
    }

    /**
     * What may come before the next collection as the last one's cost says.
     *
     * @param growth what came before that one
     * @param costNanos how long that took
     * @param gapNanos how long there was none before it
     */
    static long next(long growth, long costNanos, long gapNanos) {
        if (costNanos > gapNanos / 40) {
            return 2 * growth;
        }
        return costNanos < gapNanos / 160 ? growth / 2 : growth;
    }
}
