package dev.plumbline.prometheuschunk;

import dev.plumbline.model.StaleMarker;

/**
 * Counts of integer histograms: each says how much more it changed than the time before, and a bucket's count is itself
 * the difference to that of the bucket before. Not thread-safe.
 */
final class IntegerCounts implements HistogramReader.Counts {
    private static final double UNSIGNED = 0x1p64;
    private final XorReader sum = new XorReader();
    private long count;
    private long countDelta;
    private long zeroCount;
    private long zeroCountDelta;
    private long[] positive = {};
    private long[] positiveDeltas = {};
    private long[] negative = {};
    private long[] negativeDeltas = {};

    @Override
    public void buckets(int positives, int negatives) {
        positive = new long[positives];
        positiveDeltas = new long[positives];
        negative = new long[negatives];
        negativeDeltas = new long[negatives];
    }

    @Override
    public void next(BitSource in, boolean first) {
        if (first) {
            count = in.unsignedVarbit();
            zeroCount = in.unsignedVarbit();
            sum.first(in);
            first(in, positive);
            first(in, negative);
            return;
        }
        count += countDelta += in.varbit();
        zeroCount += zeroCountDelta += in.varbit();
        sum.next(in);
        if (!StaleMarker.is(sum.value())) {
            next(in, positive, positiveDeltas);
            next(in, negative, negativeDeltas);
        }
    }

    private static void first(BitSource in, long[] buckets) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = in.varbit();
        }
    }

    private static void next(BitSource in, long[] buckets, long[] deltas) {
        for (int i = 0; i < buckets.length; i++) {
            deltas[i] += in.varbit();
            buckets[i] += deltas[i];
        }
    }

    @Override
    public double count() {
        return unsigned(count);
    }

    @Override
    public double zeroCount() {
        return unsigned(zeroCount);
    }

    static double unsigned(long value) {
        return value >= 0 ? value : value + UNSIGNED;
    }

    @Override
    public double sum() {
        return sum.value();
    }

    @Override
    public double[] positive() {
        return absolute(positive);
    }

    @Override
    public double[] negative() {
        return absolute(negative);
    }

    private static double[] absolute(long[] buckets) {
        var counts = new double[buckets.length];
        long sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            sum += buckets[i];
            counts[i] = sum;
        }
        return counts;
    }
}
