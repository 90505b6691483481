package dev.plumbline.model;

import dev.plumbline.model.Histogram.Buckets;

/**
 * Cuts observations off a native histogram at a value: {@code histogram </ value} and {@code histogram >/ value}. A bucket that
 * the value cuts is split in proportion, on a logarithmic scale for exponential buckets; of an open bucket nobody knows where its
 * observations are, so it goes as a whole or stays. The sum is estimated anew from the middles of what is left, unless nothing
 * was cut off. Follows Prometheus {@code TrimBuckets}.
 */
public final class HistogramTrim {
    private final Histogram histogram;
    private final double limit;
    private final boolean keepsBelow;
    private final boolean linear;
    private double count;
    private double sum;
    private boolean trimmed;

    private HistogramTrim(Histogram histogram, double limit, boolean keepsBelow) {
        this.histogram = histogram;
        this.limit = limit;
        this.keepsBelow = keepsBelow;
        this.linear = HistogramMath.isCustom(histogram);
    }

    /** Without what lies above the limit. */
    public static Histogram below(Histogram h, double limit) {
        return new HistogramTrim(h, limit, true).apply();
    }

    /** Without what lies below the limit. */
    public static Histogram above(Histogram h, double limit) {
        return new HistogramTrim(h, limit, false).apply();
    }

    private Histogram apply() {
        Buckets positive = side(histogram.positive(), true);
        Buckets negative = side(histogram.negative(), false);
        double zeroCount = zero();
        return !trimmed ? histogram : HistogramMath.compact(new Histogram(histogram.schema(), count, sum,
                histogram.zeroThreshold(), zeroCount, positive, negative, histogram.customBounds(), histogram.reset()));
    }

    private Buckets side(Buckets buckets, boolean positive) {
        double[] kept = buckets.counts().clone();
        var walk = new BucketWalk(buckets, true);
        while (walk.next()) {
            if (walk.count() != 0) {
                double from = HistogramBuckets.bound(histogram, walk.index() - 1);
                double to = HistogramBuckets.bound(histogram, walk.index());
                var bucket = new Bucket(positive ? from : -to, positive ? to : -from, walk.count());
                kept[walk.place()] = keep(bucket, cut(bucket));
            }
        }
        return new Buckets(buckets.spanOffsets(), buckets.spanLengths(), kept);
    }

    private double keep(Bucket bucket, Part part) {
        count += part.count;
        sum += part.count == 0 ? 0 : part.middle * part.count;
        trimmed |= part.count != bucket.count;
        return part.count;
    }

    private record Bucket(double lower, double upper, double count) {
        boolean isOpen() {
            return lower == Double.NEGATIVE_INFINITY || upper == Double.POSITIVE_INFINITY;
        }
    }

    /** What stays of a bucket: so many observations around a value. */
    private record Part(double count, double middle) {
        static final Part NOTHING = new Part(0, 0);
    }

    private Part cut(Bucket b) {
        if (keepsBelow ? b.upper <= limit : b.lower >= limit) {
            return new Part(b.count, middle(b.lower, b.upper));
        }
        if (!(keepsBelow ? b.lower < limit : b.upper > limit)) {
            return Part.NOTHING;
        }
        if (b.isOpen()) {
            return b.lower == Double.NEGATIVE_INFINITY ? cutLowest(b) : cutHighest(b);
        }
        double below = b.count * shareBelow(b);
        return keepsBelow ? new Part(below, middle(b.lower, limit)) : new Part(b.count - below, middle(limit, b.upper));
    }

    /** The first of custom buckets is taken to begin at 0 when it ends above it. */
    private Part cutLowest(Bucket b) {
        boolean beginsAtZero = b.upper > 0 && b.upper != Double.POSITIVE_INFINITY;
        if (keepsBelow) {
            return b.upper <= 0 ? new Part(b.count, limit)
                    : beginsAtZero && limit > 0 ? new Part(b.count * limit / b.upper, limit / 2) : Part.NOTHING;
        }
        return beginsAtZero && limit >= 0 ? new Part(b.count * (1 - limit / b.upper), (limit + b.upper) / 2) : Part.NOTHING;
    }

    private Part cutHighest(Bucket b) {
        return keepsBelow ? Part.NOTHING : new Part(b.count, limit);
    }

    private double shareBelow(Bucket b) {
        if (linear) {
            return (limit - b.lower) / (b.upper - b.lower);
        }
        double lower = Math.log(Math.abs(b.lower));
        double upper = Math.log(Math.abs(b.upper));
        return (Math.log(Math.abs(limit)) - lower) / (upper - lower);
    }

    /** The middle of observations between two bounds: geometric for exponential buckets, nearest to 0 for open ones. */
    private double middle(double lower, double upper) {
        boolean openBelow = Double.isInfinite(lower);
        boolean openAbove = Double.isInfinite(upper);
        if (openBelow || openAbove) {
            return openBelow && openAbove ? 0 : openAbove ? lower : upper > 0 ? upper / 2 : upper;
        }
        double geometric = Math.sqrt(Math.abs(lower * upper));
        return linear ? (lower + upper) / 2 : lower < 0 ? -geometric : geometric;
    }

    /** The zero bucket reaches only to where observations can be. */
    private double zero() {
        if (!(histogram.zeroCount() > 0)) {
            return histogram.zeroCount();
        }
        boolean positive = isPopulated(histogram.positive());
        boolean negative = isPopulated(histogram.negative());
        double lower = positive && !negative ? 0 : -histogram.zeroThreshold();
        double upper = negative && !positive ? 0 : histogram.zeroThreshold();
        var bucket = new Bucket(lower, upper, histogram.zeroCount());
        return keep(bucket, cutZero(bucket));
    }

    private Part cutZero(Bucket b) {
        if (limit <= b.lower || limit >= b.upper) {
            boolean stays = keepsBelow ? !(limit <= b.lower) : limit <= b.lower;
            return stays ? new Part(b.count, (b.lower + b.upper) / 2) : Part.NOTHING;
        }
        double width = b.upper - b.lower;
        return keepsBelow ? new Part(b.count * ((limit - b.lower) / width), (b.lower + limit) / 2)
                : new Part(b.count * ((b.upper - limit) / width), (limit + b.upper) / 2);
    }

    private static boolean isPopulated(Buckets buckets) {
        for (double c : buckets.counts()) {
            if (c != 0) {
                return true;
            }
        }
        return false;
    }
}
