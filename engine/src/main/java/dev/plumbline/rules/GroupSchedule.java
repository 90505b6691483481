package dev.plumbline.rules;

import dev.plumbline.model.XxHash64;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * When a group is evaluated: at {@code offset + n * interval}, where the offset is a hash of the group's file and name modulo
 * its interval, so that the times are the same after each start and groups do not crowd at one instant. They are the times at
 * which Prometheus evaluates the same group, found by watching one: XXH64 over the labels' memory, in nanoseconds.
 *
 * @param intervalMillis 1 or more
 * @param offsetMillis from 0 up to below the interval
 */
record GroupSchedule(long intervalMillis, long offsetMillis) {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int ONE_BYTE = 255;

    static GroupSchedule of(RuleGroup group) {
        long hash = XxHash64.hash(labels(group));
        return new GroupSchedule(group.intervalMillis(),
                Long.remainderUnsigned(hash, group.intervalMillis() * NANOS_PER_MILLI) / NANOS_PER_MILLI);
    }

    /** The labels file and name as Prometheus lays them out in memory: each text after its length. */
    private static byte[] labels(RuleGroup group) {
        var bytes = new ByteArrayOutputStream();
        for (String text : new String[] {"file", group.file(), "name", group.name()}) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            if (utf8.length < ONE_BYTE) {
                bytes.write(utf8.length);
            } else {
                bytes.write(ONE_BYTE);
                bytes.write(utf8.length);
                bytes.write(utf8.length >> 8);
                bytes.write(utf8.length >> 16);
            }
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
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
