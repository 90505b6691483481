package dev.plumbline.model;

/**
 * A cursor over the buckets of a native histogram with their bounds, from the lowest value to the highest or the other
 * way: negative buckets, the zero bucket, positive ones. Empty buckets are left out. Not thread-safe; allocates
 * nothing on its way.
 */
public final class HistogramBuckets {
    private static final int FIRST = 0;
    private static final int ZERO = 1;
    private static final int SECOND = 2;
    private final Histogram histogram;
    private final boolean ascending;
    private final boolean clipped;
    private BucketWalk walk;
    private int part = FIRST;
    private double lower;
    private double upper;
    private double count;
    private boolean zero;

    private HistogramBuckets(Histogram histogram, boolean ascending, boolean clipped) {
        this.histogram = histogram;
        this.ascending = ascending;
        this.clipped = clipped;
        this.walk = new BucketWalk(ascending ? histogram.negative() : histogram.positive(), false);
    }

    /**
     * From the lowest: what the HTTP API shows and what estimates read. A bucket that the zero bucket reaches into begins
     * where that ends; the zero bucket is there only with a count above 0.
     */
    public static HistogramBuckets ascending(Histogram histogram) {
        return new HistogramBuckets(histogram, true, true);
    }

    /** As {@link #ascending} from the highest. */
    public static HistogramBuckets descending(Histogram histogram) {
        return new HistogramBuckets(histogram, false, true);
    }

    /** From the lowest, each bucket with its schema's bounds, the zero bucket with any count but 0: for texts. */
    public static HistogramBuckets unclipped(Histogram histogram) {
        return new HistogramBuckets(histogram, true, false);
    }

    /** Moves to the next bucket that is not empty; false when there is none. */
    public boolean next() {
        while (part == FIRST || part == SECOND) {
            while (walk.next()) {
                if (walk.count() != 0) {
                    enter();
                    return true;
                }
            }
            part++;
            if (part == ZERO && enterZero()) {
                return true;
            }
        }
        if (part == ZERO) {
            startSecond();
            return next();
        }
        return false;
    }

    private boolean enterZero() {
        double inZero = histogram.zeroCount();
        if (!(clipped ? inZero > 0 : inZero != 0)) {
            startSecond();
            return false;
        }
        count = inZero;
        lower = -histogram.zeroThreshold();
        upper = histogram.zeroThreshold();
        zero = true;
        return true;
    }

    private void startSecond() {
        part = SECOND;
        walk = new BucketWalk(ascending ? histogram.positive() : histogram.negative(), true);
    }

    private void enter() {
        zero = false;
        count = walk.count();
        boolean positive = ascending == (part == SECOND);
        double from = bound(histogram, walk.index() - 1);
        double to = bound(histogram, walk.index());
        if (clipped && from > 0 && from < histogram.zeroThreshold()) {
            from = histogram.zeroThreshold();
        }
        lower = positive ? from : -to;
        upper = positive ? to : -from;
    }

    /** Upper bound of a bucket above 0, or of one with custom bounds; that of index −1 is the lower bound of the first. */
    static double bound(Histogram h, int index) {
        double[] custom = h.customBounds();
        if (!HistogramMath.isCustom(h)) {
            return HistogramMath.upperBound(h.schema(), index);
        }
        return index < 0 ? Double.NEGATIVE_INFINITY : index >= custom.length ? Double.POSITIVE_INFINITY : custom[index];
    }

    /** Lower bound; −Inf for the first of custom buckets. */
    public double lower() {
        return lower;
    }

    /** Upper bound; +Inf for the last of custom buckets. */
    public double upper() {
        return upper;
    }

    /** Observations in the bucket; negative only in the difference of two histograms. */
    public double count() {
        return count;
    }

    /** Whether the histogram has custom bounds, and so all its buckets. */
    public boolean isCustom() {
        return HistogramMath.isCustom(histogram);
    }

    /** Whether this is the bucket around zero. */
    public boolean isZero() {
        return zero;
    }

    /** Whether an observation at the lower bound is in this bucket. */
    public boolean lowerInclusive() {
        return isZero() || (isCustom() ? lower == Double.NEGATIVE_INFINITY : lower < 0);
    }

    /** Whether an observation at the upper bound is in this bucket. */
    public boolean upperInclusive() {
        return isZero() || isCustom() || upper > 0;
    }
}
