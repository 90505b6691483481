package dev.plumbline.testkit.contract;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.StaleMarker;
import java.util.Arrays;
import java.util.Random;

/** Native histograms of a few layouts with random counts: what a store must give back. */
public final class RandomHistograms {
    private static final Buckets[] SIDES = {
        Buckets.NONE,
        new Buckets(new int[] {-2}, new int[] {3}, new double[3]),
        new Buckets(new int[] {0, 2, 5}, new int[] {2, 0, 4}, new double[6]),
        new Buckets(new int[] {-700, 1000}, new int[] {20, 30}, new double[50]),
    };

    private RandomHistograms() {}

    /** The next one; the same randomness gives the same. */
    public static Histogram next(Random from) {
        CounterReset hint = CounterReset.values()[from.nextInt(4)];
        if (from.nextInt(12) == 0) {
            return new Histogram(0, 0, StaleMarker.VALUE, 0, 0, Buckets.NONE, Buckets.NONE, new double[0], hint);
        }
        boolean custom = from.nextInt(4) == 0;
        double scale = from.nextInt(5) == 0 ? 0.37 : 1;
        Buckets positive = filled(SIDES[custom ? 0 : from.nextInt(4)], from, scale);
        Buckets negative = filled(SIDES[from.nextInt(6) == 0 && !custom ? 1 : 0], from, scale);
        double[] bounds = custom ? new double[] {-1, 0.5, 1e9} : new double[0];
        double zero = custom ? 0 : from.nextInt(3);
        double count = zero + Arrays.stream(positive.counts()).sum() + Arrays.stream(negative.counts()).sum();
        return new Histogram(custom ? Histogram.CUSTOM_SCHEMA : from.nextInt(2) * 3, count, from.nextInt(10_000) / 8.0, custom ? 0 : 0x1p-128,
                zero, custom ? filled(new Buckets(new int[] {1}, new int[] {3}, new double[3]), from, scale) : positive, negative, bounds, hint);
    }

    private static Buckets filled(Buckets side, Random from, double scale) {
        double[] counts = side.counts().clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] = from.nextInt(3) == 0 ? 0 : from.nextInt(1 << from.nextInt(20)) * scale;
        }
        return new Buckets(side.spanOffsets(), side.spanLengths(), counts);
    }

    /** The same without a hint: stores may forget or find out what came before. */
    public static Histogram unhinted(Histogram h) {
        return new Histogram(h.schema(), h.count(), h.sum(), h.zeroThreshold(), h.zeroCount(), h.positive(), h.negative(),
                h.customBounds(), CounterReset.UNKNOWN);
    }
}
