package dev.plumbline.prometheusdata;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramShape;
import dev.plumbline.model.StaleMarker;

/** Decodes native histograms as records of the log have them. Not thread-safe. */
final class LogHistograms {
    private static final int GAUGE = 3;
    private static final int[] NO_SPANS = {};
    private static final double UNSIGNED = 0x1p64;
    private final ByteCursor in;

    LogHistograms(ByteCursor in) {
        this.in = in;
    }

    private record Spans(int[] offsets, int[] lengths, int buckets) {}

    /**
     * The histogram that comes next. What its sender said of a reset does not stay, since Prometheus's answers do not go by
     * it either; that it is a gauge does.
     *
     * @param floats whether counts are floats
     */
    Histogram read(boolean floats) {
        CounterReset reset = in.u8() == GAUGE ? CounterReset.GAUGE : CounterReset.UNKNOWN;
        int schema = (int) in.varint();
        double zeroThreshold = in.float64();
        double zeroCount = count(floats);
        double count = count(floats);
        double sum = in.float64();
        Spans positive = spans();
        Spans negative = spans();
        Buckets above = buckets(positive, floats);
        Buckets below = buckets(negative, floats);
        double[] bounds = schema == Histogram.CUSTOM_SCHEMA ? bounds() : new double[0];
        if (StaleMarker.is(sum)) {
            return new Histogram(0, 0, sum, 0, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        }
        return new Histogram(schema, count, sum, zeroThreshold, zeroCount, above, below, bounds, reset);
    }

    private double count(boolean floats) {
        if (floats) {
            return in.float64();
        }
        long count = in.uvarint();
        return count >= 0 ? count : count + UNSIGNED;
    }

    private Spans spans() {
        int spans = in.count(2);
        int[] offsets = spans == 0 ? NO_SPANS : new int[spans];
        int[] lengths = spans == 0 ? NO_SPANS : new int[spans];
        long buckets = 0;
        for (int i = 0; i < spans; i++) {
            offsets[i] = (int) in.varint();
            long length = in.uvarint();
            buckets += length;
            if (length < 0 || buckets < 0 || buckets > HistogramShape.MAX_BUCKETS) {
                throw new Damage("a histogram of more than " + HistogramShape.MAX_BUCKETS + " buckets");
            }
            lengths[i] = (int) length;
        }
        return new Spans(offsets, lengths, (int) buckets);
    }

    private Buckets buckets(Spans spans, boolean floats) {
        int buckets = in.count(floats ? 8 : 1);
        if (buckets != spans.buckets) {
            throw new Damage("a histogram of " + buckets + " buckets with spans of " + spans.buckets);
        }
        if (buckets == 0) {
            return Buckets.NONE;
        }
        var counts = new double[buckets];
        long sum = 0;
        for (int i = 0; i < buckets; i++) {
            if (floats) {
                counts[i] = in.float64();
            } else {
                sum += in.varint();
                counts[i] = sum;
            }
        }
        return new Buckets(spans.offsets, spans.lengths, counts);
    }

    private double[] bounds() {
        var bounds = new double[in.count(8)];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = in.float64();
        }
        return bounds;
    }
}
