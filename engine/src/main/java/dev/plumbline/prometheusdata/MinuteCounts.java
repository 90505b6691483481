package dev.plumbline.prometheusdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many samples each minute has; when times are spread over very many minutes, each longer stretch. Not thread-safe. */
final class MinuteCounts {
    private static final int MOST = 1 << 16;
    private TreeMap<Long, Long> counts = new TreeMap<>();
    private long width = ImportOptions.MINUTE;
    private long last = Long.MIN_VALUE;
    private long lastCount;

    /** A time range, begin inclusive, end exclusive, ms since the epoch. */
    record Range(long min, long max) {}

    void add(long time, long samples) {
        long bucket = Math.floorDiv(time, width);
        if (bucket != last) {
            flush();
            last = bucket;
        }
        lastCount += samples;
    }

    private void flush() {
        if (lastCount > 0) {
            counts.merge(last, lastCount, Long::sum);
            lastCount = 0;
        }
        last = Long.MIN_VALUE;
        while (counts.size() > MOST) {
            widen();
        }
    }

    private void widen() {
        var wider = new TreeMap<Long, Long>();
        counts.forEach((bucket, count) -> wider.merge(Math.floorDiv(bucket, 2), count, Long::sum));
        counts = wider;
        width *= 2;
    }

    /**
     * Ranges that together have all samples, ascending, none of more than {@code most} samples unless one minute has more,
     * and none across a multiple of {@code maxRange}.
     */
    List<Range> ranges(long most, long maxRange) {
        flush();
        var ranges = new ArrayList<Range>();
        long min = 0;
        long max = Long.MIN_VALUE;
        long sum = 0;
        for (Map.Entry<Long, Long> e : counts.entrySet()) {
            long begin = saturated(e.getKey());
            if (sum > 0 && (sum + e.getValue() > most || Math.floorDiv(min, maxRange) != Math.floorDiv(begin, maxRange))) {
                ranges.add(new Range(min, max));
                sum = 0;
            }
            min = sum == 0 ? begin : min;
            max = saturated(e.getKey() + 1);
            sum += e.getValue();
        }
        if (sum > 0) {
            ranges.add(new Range(min, max));
        }
        return ranges;
    }

    private long saturated(long bucket) {
        long high = Math.multiplyHigh(bucket, width);
        long low = bucket * width;
        return high == low >> 63 ? low : bucket < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
