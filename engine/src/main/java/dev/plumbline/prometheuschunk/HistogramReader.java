package dev.plumbline.prometheuschunk;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramShape;
import dev.plumbline.model.StaleMarker;

/**
 * Decodes a chunk of native histograms: buckets that all of them have in common, then their counts, which
 * {@link IntegerCounts} and {@link FloatCounts} read. Not thread-safe.
 */
final class HistogramReader {
    private static final int ZERO_EXPONENT = 243;
    private static final int GAUGE = 3;
    private final BitSource in;
    private final int count;
    private final boolean gauge;
    private final StartReader starts;
    private int schema;
    private double zeroThreshold;
    private Buckets positive = Buckets.NONE;
    private Buckets negative = Buckets.NONE;
    private double[] bounds = {};

    /** What counts are read as; called in the order count, zero count, sum, positive buckets, negative buckets. */
    interface Counts {

        /** Makes places for so many buckets. */
        void buckets(int positive, int negative);

        /** Reads the next histogram's count, zero count and sum, and its buckets unless the sum is the stale marker. */
        void next(BitSource in, boolean first);

        double count();

        double zeroCount();

        double sum();

        /** The positive buckets' counts; a copy. */
        double[] positive();

        /** The negative buckets' counts; a copy. */
        double[] negative();
    }

    private HistogramReader(BitSource in, int count, int flags, StartReader starts) {
        this.in = in;
        this.count = count;
        this.gauge = flags == GAUGE;
        this.starts = starts;
    }

    /** Without start times: the number of histograms, then the flags. */
    static HistogramReader plain(BitSource in) {
        int count = (int) in.bits(16);
        return new HistogramReader(in, count, (int) in.bits(8) >>> 6, new StartReader(0));
    }

    /** With start times: two bits of flags, the number of histograms, what is known of starts. */
    static HistogramReader withStarts(BitSource in) {
        int flags = (int) in.bits(2);
        int count = (int) in.bits(14);
        return new HistogramReader(in, count, flags, new StartReader((int) in.bits(8)));
    }

    void read(Counts counts, SampleColumns into) {
        if (count == 0) {
            return;
        }
        layout();
        counts.buckets(positive.counts().length, negative.counts().length);
        long time = 0;
        long delta = 0;
        for (int i = 0; i < count; i++) {
            long before = time;
            delta += in.varbit();
            time = i == 0 ? delta : time + delta;
            counts.next(in, i == 0);
            into.add(starts.next(in, i, time, before), time, histogram(counts, i == 0));
            delta = i == 0 ? 0 : delta;
        }
    }

    private Histogram histogram(Counts c, boolean first) {
        if (StaleMarker.is(c.sum())) {
            return new Histogram(0, 0, c.sum(), 0, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        }
        CounterReset reset = gauge ? CounterReset.GAUGE : first ? CounterReset.UNKNOWN : CounterReset.NOT_RESET;
        var h = new Histogram(schema, c.count(), c.sum(), zeroThreshold, c.zeroCount(), filled(positive, c.positive()),
                filled(negative, c.negative()), bounds, reset);
        if (first) {
            String problem = HistogramShape.problem(h);
            if (problem != null) {
                throw new MalformedChunk("a " + problem);
            }
        }
        return h;
    }

    private static Buckets filled(Buckets layout, double[] counts) {
        return counts.length == 0 ? Buckets.NONE : new Buckets(layout.spanOffsets(), layout.spanLengths(), counts);
    }

    private void layout() {
        int exponent = (int) in.bits(8);
        zeroThreshold = switch (exponent) {
            case 0 -> 0;
            case 255 -> in.float64();
            default -> Math.scalb(0.5, exponent - ZERO_EXPONENT);
        };
        long number = in.varbit();
        schema = (int) number;
        if (schema != number) {
            throw new MalformedChunk("a histogram with unknown schema " + number);
        }
        positive = spans();
        negative = spans();
        if (schema == Histogram.CUSTOM_SCHEMA) {
            customBounds();
        }
    }

    private Buckets spans() {
        int spans = bounded(in.unsignedVarbit(), in.left() / 2, "spans");
        var offsets = new int[spans];
        var lengths = new int[spans];
        long buckets = 0;
        for (int i = 0; i < spans; i++) {
            lengths[i] = bounded(in.unsignedVarbit(), HistogramShape.MAX_BUCKETS, "buckets");
            long offset = in.varbit();
            offsets[i] = (int) offset;
            buckets += lengths[i];
            if (offset != offsets[i]) {
                throw new MalformedChunk("a histogram with a bucket of index " + offset);
            }
        }
        return new Buckets(offsets, lengths, new double[bounded(buckets, HistogramShape.MAX_BUCKETS, "buckets")]);
    }

    private static int bounded(long number, long most, String what) {
        if (number < 0 || number > Math.min(most, HistogramShape.MAX_BUCKETS)) {
            throw new MalformedChunk("a histogram with " + Long.toUnsignedString(number) + " " + what);
        }
        return (int) number;
    }

    private void customBounds() {
        bounds = new double[bounded(in.unsignedVarbit(), in.left(), "bounds")];
        for (int i = 0; i < bounds.length; i++) {
            long thousandths = in.unsignedVarbit();
            bounds[i] = thousandths == 0 ? in.float64() : (thousandths - 1) / 1000.0;
        }
    }
}
