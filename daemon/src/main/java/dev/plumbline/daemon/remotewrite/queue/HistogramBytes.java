package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.Histogram;
import dev.plumbline.wire.ProtoWriter;

/**
 * Native histograms as remote write's message without its times, which is the same in versions 1.0 and 2.0. Counts that are whole
 * and add up go as integers, from bucket to bucket as differences, which takes a fraction of the bytes; others as doubles.
 */
final class HistogramBytes {
    private static final double MAX_WHOLE = 0x1p53;
    private final ProtoWriter out = new ProtoWriter(1024);

    /** The message; valid until the next call. */
    ProtoWriter of(Histogram h) {
        out.clear();
        boolean whole = isWhole(h);
        if (whole) {
            out.int64(1, (long) h.count());
        } else {
            out.float64(2, h.count());
        }
        out.float64(3, h.sum()).sint64(4, h.schema()).float64(5, h.zeroThreshold());
        if (whole) {
            out.int64(6, (long) h.zeroCount());
        } else {
            out.float64(7, h.zeroCount());
        }
        side(h.negative(), 8, whole);
        side(h.positive(), 11, whole);
        if (h.reset() != Histogram.CounterReset.UNKNOWN) {
            out.int64(14, h.reset().ordinal());
        }
        if (h.customBounds().length > 0) {
            doubles(16, h.customBounds());
        }
        return out;
    }

    private void side(Histogram.Buckets side, int field, boolean whole) {
        for (int i = 0; i < side.spanOffsets().length; i++) {
            int span = out.begin(field);
            out.sint64(1, side.spanOffsets()[i]).int64(2, side.spanLengths()[i]).end(span);
        }
        double[] counts = side.counts();
        if (counts.length == 0) {
            return;
        }
        if (!whole) {
            doubles(field + 2, counts);
            return;
        }
        int packed = out.begin(field + 1);
        long before = 0;
        for (double count : counts) {
            out.signed((long) count - before);
            before = (long) count;
        }
        out.end(packed);
    }

    private void doubles(int field, double[] values) {
        int packed = out.begin(field);
        for (double value : values) {
            out.fixed(value);
        }
        out.end(packed);
    }

    /** Whether all counts are integers that add up as a receiver of integers asks for. */
    private static boolean isWhole(Histogram h) {
        double sum = wholeSum(h.positive(), wholeSum(h.negative(), isWhole(h.zeroCount()) ? h.zeroCount() : Double.NaN));
        return isWhole(h.count()) && (h.count() == sum || Double.isNaN(h.sum()) && h.count() >= sum);
    }

    private static double wholeSum(Histogram.Buckets side, double start) {
        double sum = start;
        for (double count : side.counts()) {
            sum += isWhole(count) ? count : Double.NaN;
        }
        return sum;
    }

    private static boolean isWhole(double count) {
        return count >= 0 && count < MAX_WHOLE && count == Math.rint(count);
    }
}
