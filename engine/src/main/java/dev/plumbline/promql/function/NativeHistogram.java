package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a native histogram says of its observations. Within a bucket, observations are taken to be spread exponentially
 * (standard schemas) or evenly (custom bounds and the zero bucket). Source: Prometheus {@code promql/quantile.go}.
 */
public final class NativeHistogram {
    private NativeHistogram() {}

    /** A bucket {@code (lower, upper]} with its count, in ascending order of bounds. */
    record Bucket(double lower, double upper, double count, boolean custom) {
        boolean isZero() {
            return lower < 0 && upper > 0 || lower == 0 && upper == 0;
        }
    }

    interface IndexVisitor {
        void bucket(int index, double count);
    }

    static void forEach(Buckets b, IndexVisitor visitor) {
        int index = 0;
        int n = 0;
        for (int s = 0; s < b.spanOffsets().length; s++) {
            index += b.spanOffsets()[s];
            for (int i = 0; i < b.spanLengths()[s]; i++) {
                visitor.bucket(index++, b.counts()[n++]);
            }
        }
    }

    /** Upper bound of a bucket of a standard schema: 2^(index·2^−schema). */
    static double bound(int index, int schema) {
        if (schema <= 0) {
            int exponent = index << -schema;
            return exponent > 1023 ? exponent == 1024 ? Double.MAX_VALUE : Double.POSITIVE_INFINITY : Math.scalb(1.0, exponent);
        }
        int whole = index >> schema;
        int part = index - (whole << schema);
        if (whole == 1024 && part == 0) {
            return Double.MAX_VALUE;
        }
        return Math.scalb(Math.pow(2, part / (double) (1 << schema)), whole);
    }

    /** All buckets with observations, ascending, the zero bucket among them when it has any. */
    static List<Bucket> buckets(Histogram h) {
        var out = new ArrayList<Bucket>();
        if (h.schema() == Histogram.CUSTOM_SCHEMA) {
            double[] bounds = h.customBounds();
            forEach(h.positive(), (i, c) -> out.add(new Bucket(i == 0 ? Double.NEGATIVE_INFINITY : bounds[i - 1],
                    i >= bounds.length ? Double.POSITIVE_INFINITY : bounds[i], c, true)));
            return out;
        }
        forEach(h.negative(), (i, c) -> out.addFirst(new Bucket(-bound(i, h.schema()), -bound(i - 1, h.schema()), c, false)));
        if (h.zeroCount() != 0) {
            out.add(new Bucket(-h.zeroThreshold(), h.zeroThreshold(), h.zeroCount(), false));
        }
        forEach(h.positive(), (i, c) -> out.add(new Bucket(bound(i - 1, h.schema()), bound(i, h.schema()), c, false)));
        out.removeIf(b -> b.count == 0);
        return out;
    }

    /** Whether some observations are in no bucket, which only NaN does. */
    public static boolean hasNanObservations(Histogram h) {
        double inBuckets = buckets(h).stream().mapToDouble(Bucket::count).sum();
        return Double.isNaN(h.sum()) && h.count() > inBuckets;
    }

    /** The q-quantile, counted from the nearer end; NaN for no observations. Between two buckets, the middle is the upper one's. */
    public static double quantile(Histogram h, double q) {
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
        double passed = 0;
        Bucket found = null;
        for (Bucket b : upwards ? buckets(h) : buckets(h).reversed()) {
            passed += found == null ? 0 : found.count;
            found = b;
            if (passed + b.count >= rank) {
                double share = (rank - passed) / b.count;
                return within(shaped(b, h), upwards ? share : 1 - share);
            }
        }
        if (found == null || Double.isNaN(h.sum())) {
            return Double.NaN;
        }
        return upwards ? found.upper : found.lower;
    }

    /** The zero bucket reaches only to where observations can be; open custom buckets end at 0 or at their bound. */
    private static Bucket shaped(Bucket b, Histogram h) {
        if (b.custom) {
            double lower = b.lower == Double.NEGATIVE_INFINITY ? b.upper <= 0 ? b.upper : 0 : b.lower;
            double upper = b.upper == Double.POSITIVE_INFINITY ? lower : b.upper;
            return new Bucket(lower, upper, b.count, true);
        }
        if (b.isZero()) {
            boolean positive = h.positive().counts().length > 0;
            boolean negative = h.negative().counts().length > 0;
            return new Bucket(positive && !negative ? 0 : b.lower, negative && !positive ? 0 : b.upper, b.count, true);
        }
        return b;
    }

    private static double within(Bucket b, double fraction) {
        if (b.custom || b.lower <= 0 && b.upper >= 0) {
            return b.lower + (b.upper - b.lower) * fraction;
        }
        double lower = log2(Math.abs(b.lower));
        double upper = log2(Math.abs(b.upper));
        return b.lower > 0 ? Math.pow(2, lower + (upper - lower) * fraction)
                : -Math.pow(2, upper + (lower - upper) * (1 - fraction));
    }

    private static double log2(double v) {
        return Math.log(v) / Math.log(2);
    }

    /** The share of observations between two values. */
    public static double fraction(Histogram h, double lower, double upper) {
        if (h.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        double sum = 0;
        for (Bucket raw : buckets(h)) {
            Bucket b = raw.isZero() ? shaped(raw, h) : raw.custom ? opened(raw) : raw;
            sum += raw.count * (share(b, upper) - share(b, lower));
        }
        return sum / h.count();
    }

    private static Bucket opened(Bucket b) {
        return new Bucket(b.lower == Double.NEGATIVE_INFINITY && b.upper > 0 ? 0 : b.lower, b.upper, b.count, true);
    }

    /** The share of the bucket that is at or below the value; within an open one, what is there lies beyond the value, away from 0. */
    private static double share(Bucket b, double value) {
        if (value >= b.upper) {
            return 1;
        }
        if (value <= b.lower || b.upper == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (b.lower == Double.NEGATIVE_INFINITY) {
            return 1;
        }
        if (b.custom || b.lower <= 0 && b.upper >= 0) {
            return (value - b.lower) / (b.upper - b.lower);
        }
        double from = log2(Math.abs(b.lower));
        double to = log2(Math.abs(b.upper));
        return (log2(Math.abs(value)) - from) / (to - from);
    }

    /** Estimated variance: each bucket's observations at its (geometric) middle. */
    public static double variance(Histogram h) {
        double mean = h.sum() / h.count();
        var sum = new CompensatedSum(0);
        for (Bucket b : buckets(h)) {
            double middle = b.isZero() ? 0 : middle(b);
            double delta = middle - mean;
            sum.add(b.count * delta * delta);
        }
        return sum.value() / h.count();
    }

    private static double middle(Bucket b) {
        if (b.custom) {
            return Double.isInfinite(b.lower) ? b.upper : (b.upper + b.lower) / 2;
        }
        double middle = Math.sqrt(b.upper * b.lower);
        return b.lower < 0 ? -middle : middle;
    }

    /** As Go's {@code FloatHistogram.String}: {@code {count:3, sum:2, (1,2]:3}}. */
    public static String text(Histogram h) {
        var text = new StringBuilder("{count:").append(ShortestDecimal.general(h.count())).append(", sum:")
                .append(ShortestDecimal.general(h.sum()));
        for (Bucket b : buckets(h)) {
            boolean zero = b.isZero();
            boolean negative = !b.custom && !zero && b.lower < 0;
            text.append(", ").append(zero || negative ? '[' : '(').append(ShortestDecimal.general(b.lower)).append(',')
                    .append(ShortestDecimal.general(b.upper)).append(negative ? ')' : ']').append(':')
                    .append(ShortestDecimal.general(b.count));
        }
        return text.append('}').toString();
    }
}
