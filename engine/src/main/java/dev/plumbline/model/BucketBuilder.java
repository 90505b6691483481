package dev.plumbline.model;

import dev.plumbline.model.Histogram.Buckets;
import java.util.Arrays;

/** Makes {@link Buckets} from counts in ascending order of their indices, a span for each run of neighbours. Not thread-safe. */
public final class BucketBuilder {
    private int[] offsets = new int[4];
    private int[] lengths = new int[4];
    private double[] counts;
    private int spans;
    private int size;
    private int next;

    /** Expects so many buckets; more are taken as well. */
    public BucketBuilder(int expected) {
        counts = new double[Math.max(4, expected)];
    }

    /**
     * Adds the count of a bucket.
     *
     * @throws IllegalArgumentException when the index is not above the one before
     */
    public void add(int index, double count) {
        if (spans > 0 && index < next) {
            throw new IllegalArgumentException("bucket " + index + " comes after bucket " + (next - 1));
        }
        if (spans == 0 || index != next) {
            startSpan(spans == 0 ? index : index - next);
        }
        if (size == counts.length) {
            counts = Arrays.copyOf(counts, 2 * size);
        }
        lengths[spans - 1]++;
        counts[size++] = count;
        next = index + 1;
    }

    private void startSpan(int offset) {
        if (spans == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * spans);
            lengths = Arrays.copyOf(lengths, 2 * spans);
        }
        offsets[spans++] = offset;
    }

    public Buckets build() {
        return size == 0 ? Buckets.NONE
                : new Buckets(Arrays.copyOf(offsets, spans), Arrays.copyOf(lengths, spans), Arrays.copyOf(counts, size));
    }
}
