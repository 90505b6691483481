package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * The sum or the mean of native histograms, compensated as {@link CompensatedSum} and {@link CompensatedMean} are; a mean whose
 * sum would overflow goes on as the incremental mean. Not thread-safe.
 */
public final class HistogramTotal {
    private final boolean average;
    private @Nullable HistogramAccumulator sum;
    private double count;
    private double magnitude;
    private boolean incremental;
    private boolean resetSeen;
    private boolean noResetSeen;

    /** A sum, or an average. */
    public HistogramTotal(boolean average) {
        this.average = average;
    }

    /** Adds one; false, and nothing is added, when its buckets and those before are of different kinds. */
    public boolean add(Histogram h) {
        resetSeen |= h.reset() == CounterReset.RESET;
        noResetSeen |= h.reset() == CounterReset.NOT_RESET;
        count++;
        if (sum == null) {
            sum = new HistogramAccumulator(h);
            magnitude = magnitude(h);
            return true;
        }
        if (!sum.takes(h)) {
            return false;
        }
        if (average) {
            addToMean(sum, h);
        } else {
            sum.add(h);
        }
        return true;
    }

    private void addToMean(HistogramAccumulator current, Histogram h) {
        if (!incremental) {
            magnitude += magnitude(h);
            if (magnitude < Double.MAX_VALUE) {
                current.add(h);
                return;
            }
            HistogramAccumulator next = current.copy();
            next.add(h);
            if (next.isFinite()) {
                sum = next;
                return;
            }
            incremental = true;
            current.divide(count - 1);
        }
        current.scale((count - 1) / count);
        current.add(HistogramArithmetic.divide(h, count));
    }

    /** A bound of every number in the histogram. */
    private static double magnitude(Histogram h) {
        double most = Math.max(Math.abs(h.count()), Math.max(Math.abs(h.sum()), Math.abs(h.zeroCount())));
        return most + magnitude(h.positive()) + magnitude(h.negative());
    }

    private static double magnitude(Buckets buckets) {
        double most = 0;
        for (double c : buckets.counts()) {
            most += Math.abs(c);
        }
        return most;
    }

    /** Whether custom bounds differed since this was asked last. */
    public boolean pollBoundsReconciled() {
        return sum != null && sum.pollBoundsReconciled();
    }

    /** Whether one of the histograms comes after a reset and another surely does not. */
    public boolean hasConflictingResets() {
        return resetSeen && noResetSeen;
    }

    /** The result; of at least one histogram. */
    public Histogram value() {
        if (sum == null) {
            throw new IllegalStateException("the total of no histograms");
        }
        if (average && !incremental) {
            HistogramAccumulator mean = sum.copy();
            mean.divide(count);
            return mean.total();
        }
        return sum.total();
    }
}
