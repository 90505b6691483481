package dev.plumbline.rules;

import java.nio.charset.StandardCharsets;

/**
 * When a group is evaluated: at {@code offset + n * interval}, where the offset is a hash of the group's key modulo its
 * interval, so that the times are the same after each start and groups do not crowd at one instant.
 *
 * @param intervalMillis 1 or more
 * @param offsetMillis from 0 up to below the interval
 */
record GroupSchedule(long intervalMillis, long offsetMillis) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static GroupSchedule of(RuleGroup group) {
        return new GroupSchedule(group.intervalMillis(), Long.remainderUnsigned(hash(group.key()), group.intervalMillis()));
    }

    /** FNV-1a, 64 bits, of the UTF-8 bytes. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    /** The first slot after a time. */
    long next(long millis) {
        return Math.floorDiv(millis - offsetMillis, intervalMillis) * intervalMillis + offsetMillis + intervalMillis;
    }

    /** How many slots after {@code slot} have begun at {@code now}; 0 when now is before the next one. */
    long missed(long slot, long now) {
        return Math.max(0, Math.floorDiv(now - slot, intervalMillis));
    }
}
