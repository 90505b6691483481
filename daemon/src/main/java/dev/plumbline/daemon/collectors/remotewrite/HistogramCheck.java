package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.daemon.collectors.remotewrite.HistogramMessage.Numbers;
import dev.plumbline.daemon.collectors.remotewrite.HistogramMessage.Side;
import org.jspecify.annotations.Nullable;

/**
 * Whether a native histogram that was sent is one, by the rules that Prometheus stores them by: spans fit buckets, no bucket
 * is negative, bounds ascend, and whole counts add up (a NaN sum says that NaN was observed, which no bucket counts).
 */
final class HistogramCheck {
    private static final int MIN_SCHEMA = -4;
    private static final int MAX_SCHEMA = 8;

    private HistogramCheck() {}

    /** What is wrong, in one line; null when nothing is. */
    static @Nullable String problem(HistogramMessage h) {
        String layout = h.isCustom() ? customLayout(h) : exponentialLayout(h);
        return layout != null ? layout : h.floats ? floatCounts(h) : wholeCounts(h);
    }

    private static @Nullable String exponentialLayout(HistogramMessage h) {
        if (h.schema < MIN_SCHEMA || h.schema > MAX_SCHEMA) {
            return "histogram has an invalid schema: " + h.schema + "; -4 to 8 and -53 are known";
        }
        if (h.bounds.count > 0) {
            return "histogram with exponential schema must not have custom bounds";
        }
        String positive = spans(h.positive, h.bucketsOf(h.positive));
        String negative = spans(h.negative, h.bucketsOf(h.negative));
        return positive != null ? "positive side: " + positive : negative != null ? "negative side: " + negative : null;
    }

    private static @Nullable String customLayout(HistogramMessage h) {
        if (h.zeroCount() != 0) {
            return "custom buckets: must have zero count of 0";
        }
        if (h.zeroThreshold != 0) {
            return "custom buckets: must have zero threshold of 0";
        }
        if (h.negative.spans > 0 || h.bucketsOf(h.negative).count > 0) {
            return "custom buckets: must not have negative spans or buckets";
        }
        String bounds = bounds(h.bounds.doubles());
        if (bounds != null) {
            return "custom buckets: " + bounds;
        }
        long reach = 0;
        for (int i = 0; i < h.positive.spans; i++) {
            if (h.positive.offsets[i] < 0) {
                return "custom buckets: span number " + (i + 1) + " with offset " + h.positive.offsets[i] + ": must not be negative";
            }
            reach += h.positive.offsets[i] + h.positive.lengths[i];
        }
        if (reach > h.bounds.count + 1) {
            return "custom buckets: only " + h.bounds.count + " custom bounds defined which is insufficient to cover total span length of "
                    + reach;
        }
        String spans = spans(h.positive, h.bucketsOf(h.positive));
        return spans == null ? null : "custom buckets: " + spans;
    }

    private static @Nullable String bounds(double[] bounds) {
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < bounds.length; i++) {
            if (Double.isNaN(bounds[i])) {
                return "histogram custom bounds must not be NaN";
            }
            if (i > 0 && bounds[i] <= last) {
                return "previous bound is " + last + " and current is " + bounds[i]
                        + ": histogram custom bounds must be in strictly increasing order";
            }
            last = bounds[i];
        }
        return last == Double.POSITIVE_INFINITY ? "last +Inf bound must not be explicitly defined" : null;
    }

    private static @Nullable String spans(Side side, Numbers buckets) {
        long needed = 0;
        for (int i = 0; i < side.spans; i++) {
            if (i > 0 && side.offsets[i] < 0) {
                return "span number " + (i + 1) + " with offset " + side.offsets[i] + ": must not be negative";
            }
            needed += side.lengths[i];
        }
        return needed == buckets.count ? null : "spans need " + needed + " buckets, have " + buckets.count + " buckets";
    }

    private static @Nullable String floatCounts(HistogramMessage h) {
        if (h.count() < 0) {
            return "histogram has a negative count: " + h.count();
        }
        if (h.zeroCount() < 0) {
            return "zero bucket has observation count of " + h.zeroCount() + ": must not be negative";
        }
        String negative = notNegative(h.negative.counts);
        String positive = notNegative(h.positive.counts);
        return negative != null ? "negative side: " + negative : positive != null ? "positive side: " + positive : null;
    }

    private static @Nullable String notNegative(Numbers counts) {
        for (int i = 0; i < counts.count; i++) {
            double count = Double.longBitsToDouble(counts.bits[i]);
            if (count < 0) {
                return "bucket number " + (i + 1) + " has observation count of " + count + ": must not be negative";
            }
        }
        return null;
    }

    private static @Nullable String wholeCounts(HistogramMessage h) {
        long negative = total(h.negative.deltas);
        long positive = total(h.positive.deltas);
        if (negative < 0 || positive < 0) {
            return (negative < 0 ? "negative" : "positive") + " side: a bucket has a negative observation count";
        }
        long found = negative + positive + h.wholeZeroCount();
        boolean fits = Double.isNaN(h.sum) ? Long.compareUnsigned(found, h.countBits) <= 0 : found == h.countBits;
        return fits ? null : Long.toUnsignedString(found) + " observations found in buckets, but the Count field is "
                + Long.toUnsignedString(h.countBits);
    }

    /** Observations in buckets whose differences are given; −1 when one is negative or they do not fit. */
    private static long total(Numbers deltas) {
        long count = 0;
        long total = 0;
        for (int i = 0; i < deltas.count; i++) {
            count += deltas.bits[i];
            total += count;
            if (count < 0 || total < 0) {
                return -1;
            }
        }
        return total;
    }
}
