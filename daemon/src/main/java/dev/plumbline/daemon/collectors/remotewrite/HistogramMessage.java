package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Histogram;
import dev.plumbline.wire.ProtoReader;
import java.util.Arrays;

/**
 * A native histogram as both versions of remote write send it: counts either whole and as differences from bucket to
 * bucket, or as floats. Reused; not thread-safe. What it says is checked by {@link HistogramCheck}.
 */
final class HistogramMessage {
    private static final Histogram.CounterReset[] RESETS = {Histogram.CounterReset.UNKNOWN, Histogram.CounterReset.RESET,
        Histogram.CounterReset.NOT_RESET, Histogram.CounterReset.GAUGE};

    /** One side's spans and buckets. */
    static final class Side {
        int[] offsets = new int[8];
        long[] lengths = new long[8];
        int spans;
        final Numbers deltas = new Numbers();
        final Numbers counts = new Numbers();

        private void clear() {
            spans = 0;
            deltas.count = 0;
            counts.count = 0;
        }

        private void span(ProtoReader in) {
            RequestBounds.check(spans, RequestBounds.SPANS, "spans of a histogram");
            int outer = in.enter();
            if (spans == offsets.length) {
                offsets = Arrays.copyOf(offsets, spans * 2);
                lengths = Arrays.copyOf(lengths, spans * 2);
            }
            offsets[spans] = 0;
            lengths[spans] = 0;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> offsets[spans] = (int) in.sint64();
                    case 2 -> lengths[spans] = Integer.toUnsignedLong(in.int32());
                    default -> in.skip();
                }
            }
            spans++;
            in.leave(outer);
        }
    }

    /** Numbers of a repeated field: bits of doubles, or integers. */
    static final class Numbers {
        long[] bits = new long[16];
        int count;

        void add(long value) {
            RequestBounds.check(count, RequestBounds.BUCKETS, "buckets of a histogram");
            if (count == bits.length) {
                bits = Arrays.copyOf(bits, count * 2);
            }
            bits[count++] = value;
        }

        double[] doubles() {
            var doubles = new double[count];
            for (int i = 0; i < count; i++) {
                doubles[i] = Double.longBitsToDouble(bits[i]);
            }
            return doubles;
        }

        private void readSigned(ProtoReader in) {
            if (in.wireType() != ProtoReader.BYTES) {
                add(in.sint64());
                return;
            }
            int outer = in.enter();
            while (in.more()) {
                add(in.packedSigned());
            }
            in.leave(outer);
        }

        private void readDoubles(ProtoReader in) {
            if (in.wireType() != ProtoReader.BYTES) {
                add(Double.doubleToRawLongBits(in.float64()));
                return;
            }
            int outer = in.enter();
            while (in.more()) {
                add(Double.doubleToRawLongBits(in.packedDouble()));
            }
            in.leave(outer);
        }
    }

    final Side positive = new Side();
    final Side negative = new Side();
    final Numbers bounds = new Numbers();
    boolean floats;
    long countBits;
    boolean zeroFloats;
    long zeroBits;
    double sum;
    int schema;
    double zeroThreshold;
    int reset;
    long timeMillis;
    long startMillis;

    /** Reads the message that the reader is at. */
    void read(ProtoReader in) {
        clear();
        int outer = in.enter();
        while (in.next()) {
            field(in);
        }
        in.leave(outer);
    }

    private void clear() {
        positive.clear();
        negative.clear();
        bounds.count = 0;
        floats = false;
        countBits = 0;
        zeroFloats = false;
        zeroBits = 0;
        sum = 0;
        schema = 0;
        zeroThreshold = 0;
        reset = 0;
        timeMillis = 0;
        startMillis = 0;
    }

    private void field(ProtoReader in) {
        switch (in.field()) {
            case 1 -> count(false, in.int64());
            case 2 -> count(true, Double.doubleToRawLongBits(in.float64()));
            case 3 -> sum = in.float64();
            case 4 -> schema = (int) in.sint64();
            case 5 -> zeroThreshold = in.float64();
            case 6 -> zeroCount(false, in.int64());
            case 7 -> zeroCount(true, Double.doubleToRawLongBits(in.float64()));
            case 8 -> negative.span(in);
            case 9 -> negative.deltas.readSigned(in);
            case 10 -> negative.counts.readDoubles(in);
            case 11 -> positive.span(in);
            case 12 -> positive.deltas.readSigned(in);
            case 13 -> positive.counts.readDoubles(in);
            case 14 -> reset = in.int32();
            case 15 -> timeMillis = in.int64();
            case 16 -> bounds.readDoubles(in);
            case 17 -> startMillis = in.int64();
            default -> in.skip();
        }
    }

    private void count(boolean isFloat, long bits) {
        floats = isFloat;
        countBits = bits;
    }

    private void zeroCount(boolean isFloat, long bits) {
        zeroFloats = isFloat;
        zeroBits = bits;
    }

    /** Observations in the zero bucket, whole; only for a histogram that is not of floats. */
    long wholeZeroCount() {
        return zeroFloats ? 0 : zeroBits;
    }

    double count() {
        return floats ? Double.longBitsToDouble(countBits) : unsigned(countBits);
    }

    double zeroCount() {
        return floats ? zeroFloats ? Double.longBitsToDouble(zeroBits) : 0 : unsigned(wholeZeroCount());
    }

    boolean isCustom() {
        return schema == Histogram.CUSTOM_SCHEMA;
    }

    /** The histogram; only after {@link HistogramCheck} found nothing. */
    Histogram histogram() {
        Histogram.CounterReset hint = reset < 0 || reset >= RESETS.length ? Histogram.CounterReset.UNKNOWN : RESETS[reset];
        return new Histogram(schema, count(), sum, zeroThreshold, zeroCount(), buckets(positive), buckets(negative),
                bounds.doubles(), hint);
    }

    private Histogram.Buckets buckets(Side side) {
        if (side.spans == 0) {
            return Histogram.Buckets.NONE;
        }
        var lengths = new int[side.spans];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = (int) side.lengths[i];
        }
        return new Histogram.Buckets(Arrays.copyOf(side.offsets, side.spans), lengths, floats ? side.counts.doubles() : sums(side.deltas));
    }

    private static double[] sums(Numbers deltas) {
        var counts = new double[deltas.count];
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            count += deltas.bits[i];
            counts[i] = count;
        }
        return counts;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1) * 2.0 + (value & 1);
    }

    /** The buckets of a side that count: as many as its spans should say. */
    Numbers bucketsOf(Side side) {
        return floats ? side.counts : side.deltas;
    }
}
