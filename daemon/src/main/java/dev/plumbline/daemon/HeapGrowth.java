package dev.plumbline.daemon;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import javax.management.NotificationEmitter;

/**
 * Has old objects collected once they take twice what lived after the last time. The Serial collector by itself lets the old
 * generation grow to its limit before it looks: after some long queries the process would hold half of the
 * machine's memory, most of it garbage. With another collector nothing is done.
 */
final class HeapGrowth {
    private static final String OLD_GENERATION = "Tenured Gen";
    private static final long LEAST_GROWTH = 64L << 20;

    private HeapGrowth() {}

    /** Watches for as long as the process lives. */
    static void watch() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals(OLD_GENERATION) && pool.isUsageThresholdSupported()
                    && ManagementFactory.getMemoryMXBean() instanceof NotificationEmitter memory) {
                allow(pool);
                memory.addNotificationListener((notification, handback) -> {
                    System.gc();
                    allow(pool);
                }, notification -> notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED), null);
            }
        }
    }

    private static void allow(MemoryPoolMXBean pool) {
        var usage = pool.getUsage();
        long most = usage.getMax() < 0 ? Long.MAX_VALUE : usage.getMax();
        pool.setUsageThreshold(allowed(usage.getUsed(), most));
    }

    /** Up to how many bytes the old generation may fill, when {@code live} of them are in use. */
    static long allowed(long live, long most) {
        return Math.min(most, live + Math.max(live, LEAST_GROWTH));
    }
}
