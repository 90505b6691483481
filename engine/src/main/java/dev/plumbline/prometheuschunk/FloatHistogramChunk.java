package dev.plumbline.prometheuschunk;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.StaleMarker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Native histograms of one series as a chunk of encoding FLOAT_HISTOGRAM. All of a chunk have the same buckets, and, but
 * for gauges, no counter reset lies between them: {@link #takes} says whether one may be added. At most 65,535; Prometheus
 * cuts at 120. Not thread-safe.
 */
public final class FloatHistogramChunk {
    private static final int MIN_EXPONENT = -242;
    private static final int MAX_EXPONENT = 11;
    private static final int EXPONENT_BIAS = 243;
    private static final double LARGEST_SHORT_BOUND = 33_554_430;
    private final BitWriter out = new BitWriter();
    private final XorValue counts = new XorValue();
    private final XorValue zeroCounts = new XorValue();
    private final XorValue sums = new XorValue();
    private XorValue[] positive = {};
    private XorValue[] negative = {};
    private @Nullable Histogram last;
    private int count;
    private long time;
    private long delta;

    /** Whether the histogram may be added behind what is in the chunk. */
    public boolean takes(Histogram h) {
        Histogram before = last;
        if (before == null) {
            return true;
        }
        if (StaleMarker.is(h.sum()) || StaleMarker.is(before.sum())) {
            return false;
        }
        boolean gauge = h.reset() == CounterReset.GAUGE;
        return sameLayout(h, before) && gauge == (before.reset() == CounterReset.GAUGE) && (gauge || follows(h, before));
    }

    private static boolean sameLayout(Histogram a, Histogram b) {
        return a.schema() == b.schema() && a.zeroThreshold() == b.zeroThreshold() && Arrays.equals(a.customBounds(), b.customBounds())
                && sameSpans(a.positive(), b.positive()) && sameSpans(a.negative(), b.negative());
    }

    private static boolean sameSpans(Buckets a, Buckets b) {
        return Arrays.equals(a.spanOffsets(), b.spanOffsets()) && Arrays.equals(a.spanLengths(), b.spanLengths());
    }

    private static boolean follows(Histogram h, Histogram before) {
        return h.reset() == CounterReset.NOT_RESET || h.reset() != CounterReset.RESET && h.count() >= before.count()
                && h.zeroCount() >= before.zeroCount() && noneFell(h.positive().counts(), before.positive().counts())
                && noneFell(h.negative().counts(), before.negative().counts());
    }

    private static boolean noneFell(double[] counts, double[] before) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < before[i]) {
                return false;
            }
        }
        return true;
    }

    /** Adds a histogram that the chunk {@link #takes}; the time in ms must be after the one before. */
    public void add(long timeMillis, Histogram given) {
        Histogram h = StaleMarker.is(given.sum()) ? stale(given) : given;
        if (last == null) {
            first(timeMillis, h);
        } else {
            long newDelta = timeMillis - time;
            out.varbit(newDelta - delta);
            delta = newDelta;
            counts.next(out, h.count());
            zeroCounts.next(out, h.zeroCount());
            sums.next(out, h.sum());
            next(positive, h.positive().counts());
            next(negative, h.negative().counts());
        }
        last = h;
        time = timeMillis;
        out.count(++count);
    }

    /** The end of a series has no buckets. */
    private static Histogram stale(Histogram h) {
        return new Histogram(0, 0, h.sum(), 0, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
    }

    private void first(long timeMillis, Histogram h) {
        out.bits(0, 16);
        out.bits(switch (h.reset()) {
            case UNKNOWN -> 0;
            case RESET -> 0b1000_0000;
            case NOT_RESET -> 0b0100_0000;
            case GAUGE -> 0b1100_0000;
        }, 8);
        layout(h);
        out.varbit(timeMillis);
        counts.first(out, h.count());
        zeroCounts.first(out, h.zeroCount());
        sums.first(out, h.sum());
        positive = first(h.positive().counts());
        negative = first(h.negative().counts());
    }

    private XorValue[] first(double[] buckets) {
        var columns = new XorValue[buckets.length];
        for (int i = 0; i < buckets.length; i++) {
            columns[i] = new XorValue();
            columns[i].first(out, buckets[i]);
        }
        return columns;
    }

    private void next(XorValue[] columns, double[] buckets) {
        for (int i = 0; i < buckets.length; i++) {
            columns[i].next(out, buckets[i]);
        }
    }

    private void layout(Histogram h) {
        zeroThreshold(h.zeroThreshold());
        out.varbit(h.schema());
        spans(h.positive());
        spans(h.negative());
        if (h.schema() == Histogram.CUSTOM_SCHEMA) {
            out.unsignedVarbit(h.customBounds().length);
            for (double bound : h.customBounds()) {
                customBound(bound);
            }
        }
    }

    /** One byte for 0 and powers of two of usual size, nine for others. */
    private void zeroThreshold(double threshold) {
        int exponent = Math.getExponent(threshold) + 1;
        if (threshold == 0) {
            out.bits(0, 8);
        } else if (threshold == Math.scalb(0.5, exponent) && exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT) {
            out.bits(exponent + EXPONENT_BIAS, 8);
        } else {
            out.bits(255, 8);
            out.float64(threshold);
        }
    }

    private void spans(Buckets buckets) {
        out.unsignedVarbit(buckets.spanLengths().length);
        for (int i = 0; i < buckets.spanLengths().length; i++) {
            out.unsignedVarbit(buckets.spanLengths()[i]);
            out.varbit(buckets.spanOffsets()[i]);
        }
    }

    /** Whole thousandths of usual size take few bits. */
    private void customBound(double bound) {
        double thousandths = bound * 1000;
        if (thousandths < 0 || thousandths > LARGEST_SHORT_BOUND || Math.rint(thousandths) / 1000 != bound) {
            out.bit(false);
            out.float64(bound);
        } else {
            out.unsignedVarbit((long) Math.rint(thousandths) + 1);
        }
    }

    /** Number of histograms. */
    public int count() {
        return count;
    }

    public byte[] toBytes() {
        return out.toBytes();
    }
}
