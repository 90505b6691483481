package dev.plumbline.model;

import dev.plumbline.model.Histogram.CounterReset;
import java.util.Arrays;

/**
 * A native histogram to which others are added: every count is a compensated sum, so that small histograms survive beside
 * large ones. Unequal layouts meet where both can: at the coarser schema, at the larger zero bucket that cuts no bucket of
 * either, at the custom bounds that both have. Not thread-safe; adding a histogram of the same layout allocates little.
 */
public final class HistogramAccumulator {
    private static final int COUNT = 0;
    private static final int SUM = 1;
    private static final int ZERO = 2;
    private int schema;
    private double zeroThreshold;
    private double[] customBounds;
    private CounterReset reset;
    private boolean boundsReconciled;
    private final double[] totals;
    private final double[] corrections;
    private final BucketSums positive;
    private final BucketSums negative;

    /** Starts with a histogram. */
    public HistogramAccumulator(Histogram first) {
        schema = first.schema();
        zeroThreshold = first.zeroThreshold();
        customBounds = first.customBounds();
        reset = first.reset();
        totals = new double[] {first.count(), first.sum(), first.zeroCount()};
        corrections = new double[totals.length];
        positive = BucketSums.of(first.positive());
        negative = BucketSums.of(first.negative());
    }

    private HistogramAccumulator(HistogramAccumulator o) {
        schema = o.schema;
        zeroThreshold = o.zeroThreshold;
        customBounds = o.customBounds;
        reset = o.reset;
        boundsReconciled = o.boundsReconciled;
        totals = o.totals.clone();
        corrections = o.corrections.clone();
        positive = o.positive.copy();
        negative = o.negative.copy();
    }

    public HistogramAccumulator copy() {
        return new HistogramAccumulator(this);
    }

    /** Whether the two can meet: both have custom bounds or neither has. */
    public boolean takes(Histogram h) {
        return HistogramMath.isCustom(h) == (schema == Histogram.CUSTOM_SCHEMA);
    }

    /** Whether custom bounds differed from those of an added histogram since this was asked last. */
    public boolean pollBoundsReconciled() {
        boolean result = boundsReconciled;
        boundsReconciled = false;
        return result;
    }

    public void add(Histogram h) {
        add(h, 1);
    }

    public void subtract(Histogram h) {
        add(h, -1);
    }

    /** Adds with a sign. @throws IllegalArgumentException when it does not {@link #takes take} the histogram */
    private void add(Histogram addend, double sign) {
        if (!takes(addend)) {
            throw new IllegalArgumentException("cannot combine a histogram with custom buckets and one with exponential buckets");
        }
        reset = HistogramMath.combined(reset, addend.reset());
        Histogram h = schema == Histogram.CUSTOM_SCHEMA ? meetAtBounds(addend) : meetAtZero(addend);
        if (h.schema() < schema) {
            reduce(h.schema());
        }
        add(COUNT, sign * h.count());
        add(SUM, sign * h.sum());
        add(ZERO, sign * h.zeroCount());
        int shift = h.schema() - schema;
        positive.add(new BucketSums.Addend(h.positive(), h.schema(), shift, zeroThreshold, sign));
        negative.add(new BucketSums.Addend(h.negative(), h.schema(), shift, zeroThreshold, sign));
    }

    private void add(int which, double value) {
        double sum = totals[which];
        double next = sum + value;
        if (Double.isInfinite(next)) {
            corrections[which] = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            corrections[which] += (sum - next) + value;
        } else {
            corrections[which] += (value - next) + sum;
        }
        totals[which] = next;
    }

    private Histogram meetAtBounds(Histogram h) {
        if (Arrays.equals(customBounds, h.customBounds())) {
            return h;
        }
        boundsReconciled = true;
        double[] common = common(customBounds, h.customBounds());
        rebound(common);
        return atBounds(h, common);
    }

    /** The histogram at custom bounds, each of which it has. */
    static Histogram atBounds(Histogram h, double[] bounds) {
        var result = new HistogramAccumulator(h);
        result.rebound(bounds);
        return result.total();
    }

    /** The custom bounds that both have. */
    static double[] common(double[] a, double[] b) {
        double[] common = new double[Math.min(a.length, b.length)];
        int n = 0;
        int j = 0;
        for (int i = 0; i < a.length && j < b.length; i++) {
            while (j < b.length && b[j] < a[i]) {
                j++;
            }
            if (j < b.length && b[j] == a[i]) {
                common[n++] = a[i];
            }
        }
        return Arrays.copyOf(common, n);
    }

    private void rebound(double[] bounds) {
        positive.rebound(customBounds, bounds);
        customBounds = bounds;
    }

    private Histogram meetAtZero(Histogram h) {
        if (h.zeroThreshold() == zeroThreshold) {
            return h;
        }
        var other = new HistogramAccumulator(h);
        while (other.zeroThreshold != zeroThreshold) {
            other.widenZero(zeroThreshold);
            widenZero(other.zeroThreshold);
        }
        return other.total();
    }

    /** Takes buckets that begin within the threshold into the zero bucket; a populated one that is cut moves it to its end. */
    void widenZero(double threshold) {
        if (threshold <= zeroThreshold) {
            return;
        }
        double limit = threshold;
        for (double before = -1; before != limit; ) {
            before = limit;
            limit = Math.max(endOfCut(positive, limit), endOfCut(negative, limit));
        }
        zeroThreshold = limit;
        swallow(positive);
        swallow(negative);
    }

    private double endOfCut(BucketSums side, double limit) {
        double end = limit;
        for (int i = 0; i < side.size() && begin(side, i) < limit; i++) {
            if (side.sum(i) != 0) {
                end = Math.max(end, HistogramMath.upperBound(schema, side.index(i)));
            }
        }
        return end;
    }

    private double begin(BucketSums side, int place) {
        return HistogramMath.upperBound(schema, side.index(place) - 1);
    }

    private void swallow(BucketSums side) {
        int n = 0;
        for (; n < side.size() && begin(side, n) < zeroThreshold; n++) {
            add(ZERO, side.sum(n));
            add(ZERO, side.correction(n));
        }
        side.removeBelow(n);
    }

    /** To a coarser schema. */
    void reduce(int coarser) {
        if (coarser == schema) {
            return;
        }
        positive.reduce(schema - coarser);
        negative.reduce(schema - coarser);
        schema = coarser;
    }

    /** Multiplies every count and the sum. */
    public void scale(double factor) {
        for (int i = 0; i < totals.length; i++) {
            totals[i] *= factor;
            corrections[i] *= factor;
        }
        positive.scale(factor);
        negative.scale(factor);
    }

    /** Divides every count and the sum. */
    public void divide(double divisor) {
        for (int i = 0; i < totals.length; i++) {
            totals[i] /= divisor;
            corrections[i] /= divisor;
        }
        positive.divide(divisor);
        negative.divide(divisor);
    }

    /** Whether no count and no sum is infinite. */
    public boolean isFinite() {
        for (double total : totals) {
            if (Double.isInfinite(total)) {
                return false;
            }
        }
        return positive.isFinite() && negative.isFinite();
    }

    /** What has been added up, without empty buckets. */
    public Histogram total() {
        return new Histogram(schema, totals[COUNT] + corrections[COUNT], totals[SUM] + corrections[SUM], zeroThreshold,
                totals[ZERO] + corrections[ZERO], positive.total(), negative.total(), customBounds, reset);
    }
}
