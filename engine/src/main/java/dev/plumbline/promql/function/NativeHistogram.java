package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.HistogramBuckets;
import java.util.function.Consumer;

/**
 * What a native histogram says of its observations. Within a bucket, observations are taken to be spread exponentially
 * (standard schemas) or evenly (custom bounds and the zero bucket). Observations that are no number are in no bucket, which shows
 * in a sum that is none. Source: Prometheus {@code promql/quantile.go}.
 */
public final class NativeHistogram {
    private static final double LN_2 = Math.log(2);

    private NativeHistogram() {}

    private static boolean has(Buckets buckets) {
        return buckets.counts().length > 0;
    }

    /**
     * The q-quantile, counted from the nearer end; NaN for no observations.
     *
     * @param note takes a text when observations that are no number decide the result or shift it
     */
    public static double quantile(Histogram h, double q, Consumer<String> note) {
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (h.count() == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        boolean upwards = q < 0.5 || Double.isNaN(h.sum());
        double rank = (upwards ? q : 1 - q) * h.count();
        HistogramBuckets buckets = upwards ? HistogramBuckets.ascending(h) : HistogramBuckets.descending(h);
        double passed = 0;
        double inBucket = 0;
        while (buckets.next()) {
            passed += inBucket;
            inBucket = buckets.count();
            if (passed + inBucket >= rank) {
                break;
            }
        }
        return new Place(h, buckets, passed, inBucket).value(rank, upwards, note);
    }

    /** A bucket, and how many observations are before and in it, in the direction of counting. */
    private record Place(Histogram h, HistogramBuckets bucket, double before, double count) {

        double value(double rank, boolean upwards, Consumer<String> note) {
            double lower = lowerEnd(h, bucket);
            double upper = upperEnd(h, bucket);
            if (bucket.isCustom()) {
                if (bucket.lower() == Double.NEGATIVE_INFINITY && bucket.upper() <= 0) {
                    return bucket.upper();
                }
                if (bucket.lower() != Double.NEGATIVE_INFINITY && bucket.upper() == Double.POSITIVE_INFINITY) {
                    return bucket.lower();
                }
                lower = Double.isInfinite(lower) ? 0 : lower;
            }
            double reached = Math.min(before + count, h.count());
            if (reached < rank) {
                return beyond(upper, note);
            }
            double within = upwards ? rank - (reached - count) : reached - rank;
            if (Double.isNaN(h.sum())) {
                noteSkew(reached, note);
            }
            return interpolate(lower, upper, within / count, bucket.isCustom());
        }

        private double beyond(double upper, Consumer<String> note) {
            if (Double.isNaN(h.sum())) {
                note.accept("input to histogram_quantile has NaN observations, result is NaN");
                return Double.NaN;
            }
            return upper;
        }

        private void noteSkew(double reached, Consumer<String> note) {
            double inBuckets = reached;
            while (bucket.next()) {
                inBuckets += bucket.count();
            }
            if (inBuckets < h.count()) {
                note.accept("input to histogram_quantile has NaN observations, result is skewed higher");
            }
        }
    }

    /** The zero bucket begins at 0 when all other observations are above. */
    private static double lowerEnd(Histogram h, HistogramBuckets b) {
        return b.isZero() && has(h.positive()) && !has(h.negative()) ? 0 : b.lower();
    }

    private static double upperEnd(Histogram h, HistogramBuckets b) {
        return b.isZero() && has(h.negative()) && !has(h.positive()) ? 0 : b.upper();
    }

    private static double interpolate(double lower, double upper, double share, boolean linear) {
        if (linear || lower <= 0 && upper >= 0) {
            return lower + (upper - lower) * share;
        }
        double from = log2(Math.abs(lower));
        double to = log2(Math.abs(upper));
        return lower > 0 ? Math.pow(2, from + (to - from) * share) : -Math.pow(2, to + (from - to) * (1 - share));
    }

    private static double log2(double v) {
        return Math.log(v) / LN_2;
    }

    /**
     * The share of observations between two values.
     *
     * @param note takes a text when there are observations that are no number
     */
    public static double fraction(Histogram h, double lower, double upper, Consumer<String> note) {
        if (h.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        double before = 0;
        double below = Double.NaN;
        double belowUpper = Double.NaN;
        HistogramBuckets b = HistogramBuckets.ascending(h);
        while (b.next()) {
            below = Double.isNaN(below) ? rank(h, b, before, lower) : below;
            belowUpper = Double.isNaN(belowUpper) ? rank(h, b, before, upper) : belowUpper;
            before += b.count();
        }
        double numbers = Double.isNaN(h.sum()) ? before : h.count();
        if (numbers < h.count()) {
            note.accept("input to histogram_fraction has NaN observations, which are excluded from all fractions");
        }
        return (atMost(belowUpper, numbers) - atMost(below, numbers)) / h.count();
    }

    private static double atMost(double rank, double numbers) {
        return Double.isNaN(rank) || rank > numbers ? numbers : rank;
    }

    /**
     * How many observations are below the value, when that is before or in the bucket; else NaN. A custom bucket around 0 is taken
     * to begin there, and one without a beginning to lie below the value.
     */
    private static double rank(Histogram h, HistogramBuckets b, double before, double value) {
        boolean linear = b.isCustom() || b.isZero();
        double lower = b.isCustom() && b.lower() <= 0 && b.upper() >= 0 ? 0 : lowerEnd(h, b);
        double upper = upperEnd(h, b);
        if (lower >= value) {
            return before;
        }
        if (!(upper > value)) {
            return Double.NaN;
        }
        if (lower == Double.NEGATIVE_INFINITY) {
            return b.count();
        }
        return before + b.count() * shareBelow(lower, upper, value, linear);
    }

    private static double shareBelow(double lower, double upper, double value, boolean linear) {
        if (linear) {
            return (value - lower) / (upper - lower);
        }
        double from = log2(Math.abs(lower));
        double to = log2(Math.abs(upper));
        return (log2(Math.abs(value)) - from) / (to - from);
    }

    /** Estimated variance: each bucket's observations at its (geometric) middle. */
    public static double variance(Histogram h) {
        double mean = h.sum() / h.count();
        var sum = new CompensatedSum(0);
        HistogramBuckets b = HistogramBuckets.ascending(h);
        while (b.next()) {
            double delta = middle(b) - mean;
            sum.add(b.count() * delta * delta);
        }
        return sum.value() / h.count();
    }

    private static double middle(HistogramBuckets b) {
        if (b.isCustom()) {
            return (b.upper() + b.lower()) / 2;
        }
        double middle = b.isZero() ? 0 : Math.sqrt(b.upper() * b.lower());
        return b.upper() < 0 ? -middle : middle;
    }

    /** As Go's {@code FloatHistogram.String}: {@code {count:3, sum:2, (1,2]:3}}. */
    public static String text(Histogram h) {
        var text = new StringBuilder("{count:").append(ShortestDecimal.general(h.count())).append(", sum:")
                .append(ShortestDecimal.general(h.sum()));
        HistogramBuckets b = HistogramBuckets.unclipped(h);
        while (b.next()) {
            text.append(", ").append(b.lowerInclusive() ? '[' : '(').append(ShortestDecimal.general(b.lower())).append(',')
                    .append(ShortestDecimal.general(b.upper())).append(b.upperInclusive() ? ']' : ')').append(':')
                    .append(ShortestDecimal.general(b.count()));
        }
        return text.append('}').toString();
    }
}
