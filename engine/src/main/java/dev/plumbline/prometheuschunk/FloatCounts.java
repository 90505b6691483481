package dev.plumbline.prometheuschunk;

import dev.plumbline.model.StaleMarker;

/** Counts of float histograms, as {@link FloatHistogramChunk} writes them. Not thread-safe. */
final class FloatCounts implements HistogramReader.Counts {
    private final XorReader count = new XorReader();
    private final XorReader zeroCount = new XorReader();
    private final XorReader sum = new XorReader();
    private XorReader[] positive = {};
    private XorReader[] negative = {};

    @Override
    public void buckets(int positives, int negatives) {
        positive = columns(positives);
        negative = columns(negatives);
    }

    private static XorReader[] columns(int count) {
        var columns = new XorReader[count];
        for (int i = 0; i < count; i++) {
            columns[i] = new XorReader();
        }
        return columns;
    }

    @Override
    public void next(BitSource in, boolean first) {
        read(in, first, count);
        read(in, first, zeroCount);
        read(in, first, sum);
        if (first || !StaleMarker.is(sum.value())) {
            read(in, first, positive);
            read(in, first, negative);
        }
    }

    private static void read(BitSource in, boolean first, XorReader... columns) {
        for (XorReader column : columns) {
            if (first) {
                column.first(in);
            } else {
                column.next(in);
            }
        }
    }

    @Override
    public double count() {
        return count.value();
    }

    @Override
    public double zeroCount() {
        return zeroCount.value();
    }

    @Override
    public double sum() {
        return sum.value();
    }

    @Override
    public double[] positive() {
        return values(positive);
    }

    @Override
    public double[] negative() {
        return values(negative);
    }

    private static double[] values(XorReader[] columns) {
        var values = new double[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns[i].value();
        }
        return values;
    }
}
