package dev.plumbline.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A native histogram with float counts. Bucket counts are absolute, in ascending order of index; spans say which
 * indices they have. Immutable: the arrays are nobody's to write.
 *
 * @param schema −4…8 for exponential buckets (bucket k ends at 2^(k·2^−schema)), −53 for custom bounds
 * @param count observations in all
 * @param sum sum of observations
 * @param zeroThreshold half width of the zero bucket, ≥ 0
 * @param zeroCount observations in the zero bucket
 * @param positive buckets above the zero bucket
 * @param negative buckets below the zero bucket, mirrored
 * @param customBounds ascending upper bounds without +Inf for schema −53; empty otherwise
 * @param reset what is known about a counter reset before this histogram
 */
public record Histogram(int schema, double count, double sum, double zeroThreshold, double zeroCount, Buckets positive,
        Buckets negative, double[] customBounds, CounterReset reset) {
    /** The schema of histograms with custom bounds. */
    public static final int CUSTOM_SCHEMA = -53;

    /** What is known about a counter reset between the previous histogram and this one. */
    public enum CounterReset { UNKNOWN, RESET, NOT_RESET, GAUGE }

    /**
     * Sparse buckets: {@code counts} in order; the first span's offset is the index of its first bucket, a further
     * span's offset is the gap after the span before.
     */
    public record Buckets(int[] spanOffsets, int[] spanLengths, double[] counts) {
        public static final Buckets NONE = new Buckets(new int[0], new int[0], new double[0]);

        public Buckets {
            if (spanOffsets.length != spanLengths.length || Arrays.stream(spanLengths).sum() != counts.length) {
                throw new IllegalArgumentException("spans of " + Arrays.stream(spanLengths).sum() + " buckets hold "
                        + counts.length + " counts");
            }
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Buckets b && Arrays.equals(spanOffsets, b.spanOffsets)
                    && Arrays.equals(spanLengths, b.spanLengths) && Arrays.equals(counts, b.counts);
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(spanOffsets), Arrays.hashCode(spanLengths), Arrays.hashCode(counts));
        }

        @Override
        public String toString() {
            return Arrays.toString(spanOffsets) + Arrays.toString(spanLengths) + Arrays.toString(counts);
        }
    }

    /** About how many bytes of heap it takes. */
    public long bytes() {
        return 224 + 8L * (positive.counts.length + negative.counts.length + customBounds.length)
                + 8L * (positive.spanOffsets.length + negative.spanOffsets.length);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Histogram h && schema == h.schema && Double.compare(count, h.count) == 0
                && Double.compare(sum, h.sum) == 0 && Double.compare(zeroThreshold, h.zeroThreshold) == 0
                && Double.compare(zeroCount, h.zeroCount) == 0 && positive.equals(h.positive)
                && negative.equals(h.negative) && Arrays.equals(customBounds, h.customBounds) && reset == h.reset;
    }

    @Override
    public int hashCode() {
        return Objects.hash(schema, count, sum, zeroThreshold, zeroCount, positive, negative,
                Arrays.hashCode(customBounds), reset);
    }

    @Override
    public String toString() {
        return "Histogram[schema=" + schema + ", count=" + count + ", sum=" + sum + ", zero=" + zeroCount + "@"
                + zeroThreshold + ", positive=" + positive + ", negative=" + negative + ", bounds="
                + Arrays.toString(customBounds) + ", reset=" + reset + "]";
    }
}
