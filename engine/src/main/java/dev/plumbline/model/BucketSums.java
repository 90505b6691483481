package dev.plumbline.model;

import dev.plumbline.model.Histogram.Buckets;
import java.util.Arrays;

/** One side's buckets while histograms are added to them: indices ascending, a compensated sum each. */
final class BucketSums {
    private int[] indices;
    private double[] sums;
    private double[] corrections;
    private int size;

    private BucketSums(int capacity) {
        indices = new int[capacity];
        sums = new double[capacity];
        corrections = new double[capacity];
    }

    static BucketSums of(Buckets buckets) {
        var result = new BucketSums(buckets.counts().length);
        var walk = new BucketWalk(buckets, true);
        while (walk.next()) {
            result.indices[result.size] = walk.index();
            result.sums[result.size++] = walk.count();
        }
        return result;
    }

    BucketSums copy() {
        var copy = new BucketSums(0);
        copy.indices = Arrays.copyOf(indices, size);
        copy.sums = Arrays.copyOf(sums, size);
        copy.corrections = Arrays.copyOf(corrections, size);
        copy.size = size;
        return copy;
    }

    int size() {
        return size;
    }

    int index(int place) {
        return indices[place];
    }

    double sum(int place) {
        return sums[place];
    }

    double correction(int place) {
        return corrections[place];
    }

    /** What is added: buckets at a schema finer by {@code shift}, but those up to the zero bucket's end. */
    record Addend(Buckets buckets, int schema, int shift, double zeroThreshold, double sign) {
        int target(int index) {
            return shift == 0 ? index : (index - 1 >> shift) + 1;
        }

        boolean isInZeroBucket(int index) {
            return zeroThreshold > 0 && schema != Histogram.CUSTOM_SCHEMA
                    && HistogramMath.upperBound(schema, index) <= zeroThreshold;
        }
    }

    void add(Addend addend) {
        makeRoom(addend);
        var walk = new BucketWalk(addend.buckets, true);
        boolean outside = false;
        int place = 0;
        while (walk.next()) {
            outside = outside || !addend.isInZeroBucket(walk.index());
            if (outside) {
                int target = addend.target(walk.index());
                while (indices[place] < target) {
                    place++;
                }
                add(place, addend.sign * walk.count());
            }
        }
    }

    private void add(int place, double value) {
        double sum = sums[place];
        double next = sum + value;
        if (Double.isInfinite(next)) {
            corrections[place] = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            corrections[place] += (sum - next) + value;
        } else {
            corrections[place] += (value - next) + sum;
        }
        sums[place] = next;
    }

    /** Makes empty buckets where the addend has some and this has none. */
    private void makeRoom(Addend addend) {
        int missing = missing(addend);
        if (missing == 0) {
            return;
        }
        var wide = new BucketSums(size + missing);
        var walk = new BucketWalk(addend.buckets, true);
        int place = 0;
        while (walk.next()) {
            int target = addend.target(walk.index());
            while (place < size && indices[place] <= target) {
                wide.append(indices[place], sums[place], corrections[place]);
                place++;
            }
            if (wide.size == 0 || wide.indices[wide.size - 1] != target) {
                wide.append(target, 0, 0);
            }
        }
        while (place < size) {
            wide.append(indices[place], sums[place], corrections[place]);
            place++;
        }
        indices = wide.indices;
        sums = wide.sums;
        corrections = wide.corrections;
        size = wide.size;
    }

    private int missing(Addend addend) {
        var walk = new BucketWalk(addend.buckets, true);
        int missing = 0;
        int place = 0;
        int last = Integer.MIN_VALUE;
        while (walk.next()) {
            int target = addend.target(walk.index());
            while (place < size && indices[place] < target) {
                place++;
            }
            missing += target != last && (place == size || indices[place] != target) ? 1 : 0;
            last = target;
        }
        return missing;
    }

    private void append(int index, double sum, double correction) {
        indices[size] = index;
        sums[size] = sum;
        corrections[size++] = correction;
    }

    /** To a schema coarser by {@code shift}. */
    void reduce(int shift) {
        int read = size;
        size = 0;
        for (int i = 0; i < read; i++) {
            moveTo((indices[i] - 1 >> shift) + 1, i);
        }
    }

    /** To other custom bounds, each of which is among the old ones. */
    void rebound(double[] from, double[] to) {
        int read = size;
        int place = 0;
        size = 0;
        for (int i = 0; i < read; i++) {
            double upper = indices[i] < from.length ? from[indices[i]] : Double.POSITIVE_INFINITY;
            while (place < to.length && to[place] < upper) {
                place++;
            }
            moveTo(place, i);
        }
    }

    /** Takes the bucket at a place to a lower or equal index, into the last written one when that has it. */
    private void moveTo(int index, int place) {
        double sum = sums[place];
        double correction = corrections[place];
        if (size > 0 && indices[size - 1] == index) {
            add(size - 1, sum);
            add(size - 1, correction);
        } else {
            append(index, sum, correction);
        }
    }

    /** Takes away the buckets below a place. */
    void removeBelow(int place) {
        System.arraycopy(indices, place, indices, 0, size - place);
        System.arraycopy(sums, place, sums, 0, size - place);
        System.arraycopy(corrections, place, corrections, 0, size - place);
        size -= place;
    }

    void scale(double factor) {
        for (int i = 0; i < size; i++) {
            sums[i] *= factor;
            corrections[i] *= factor;
        }
    }

    void divide(double divisor) {
        for (int i = 0; i < size; i++) {
            sums[i] /= divisor;
            corrections[i] /= divisor;
        }
    }

    boolean isFinite() {
        for (int i = 0; i < size; i++) {
            if (Double.isInfinite(sums[i])) {
                return false;
            }
        }
        return true;
    }

    /** What has been summed up, without empty buckets. */
    Buckets total() {
        var builder = new BucketBuilder(size);
        for (int i = 0; i < size; i++) {
            double total = sums[i] + corrections[i];
            if (total != 0) {
                builder.add(indices[i], total);
            }
        }
        return builder.build();
    }
}
