package dev.plumbline.model;

import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Resets of histograms that count: what one histogram's hint and the comparison with the one before say. */
public final class CounterResets {
    private CounterResets() {}

    /**
     * Whether a counter that went from {@code before} to {@code after} was reset in between: by the hint when that knows, else
     * because something became less or finer, which a counter's histogram never does without a reset.
     */
    public static boolean isReset(Histogram before, Histogram after) {
        return switch (after.reset()) {
            case RESET -> true;
            case NOT_RESET -> false;
            case UNKNOWN, GAUGE -> isLess(before, after);
        };
    }

    private static boolean isLess(Histogram before, Histogram after) {
        if (after.count() < before.count() || HistogramMath.isCustom(after) && !HistogramMath.isCustom(before)
                || after.schema() > before.schema() || after.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        if (HistogramMath.sameLayout(before, after)) {
            return after.zeroCount() < before.zeroCount() || isLess(before.positive(), after.positive())
                    || isLess(before.negative(), after.negative());
        }
        return HistogramMath.isCustom(after) ? isLessCustom(before, after) : isLessExponential(before, after);
    }

    private static boolean isLess(Buckets before, Buckets after) {
        for (int i = 0; i < before.counts().length; i++) {
            if (after.counts()[i] < before.counts()[i]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLessCustom(Histogram before, Histogram after) {
        if (Arrays.equals(before.customBounds(), after.customBounds())) {
            return anyLess(before.positive(), after.positive(), after);
        }
        double[] common = HistogramAccumulator.common(before.customBounds(), after.customBounds());
        Histogram coarse = HistogramAccumulator.atBounds(after, common);
        return anyLess(HistogramAccumulator.atBounds(before, common).positive(), coarse.positive(), coarse);
    }

    private static boolean isLessExponential(Histogram before, Histogram after) {
        var coarse = new HistogramAccumulator(before);
        coarse.widenZero(after.zeroThreshold());
        coarse.reduce(after.schema());
        Histogram past = coarse.total();
        return past.zeroThreshold() != after.zeroThreshold() || after.zeroCount() < past.zeroCount()
                || anyLess(past.positive(), after.positive(), after) || anyLess(past.negative(), after.negative(), after);
    }

    /** Buckets of one schema; those within the zero bucket do not count. */
    private static boolean anyLess(Buckets before, Buckets now, Histogram after) {
        var past = new BucketWalk(before, true);
        var present = new BucketWalk(now, true);
        boolean more = present.next();
        while (past.next()) {
            while (more && present.index() < past.index()) {
                more = present.next();
            }
            boolean less = more && present.index() == past.index() ? present.count() < past.count() : past.count() != 0;
            if (less && !isInZeroBucket(after, past.index())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInZeroBucket(Histogram h, int index) {
        return !HistogramMath.isCustom(h) && h.zeroThreshold() > 0
                && HistogramMath.upperBound(h.schema(), index) <= h.zeroThreshold();
    }

    /**
     * The hint that a store keeps for a histogram that comes after another (null: none, or a number). As in Prometheus, whose
     * chunks begin wherever a counter may have been reset: such a histogram's reset is unknown, to be found by comparison when
     * asked for; any other is known not to be reset. A gauge stays one.
     */
    public static CounterReset kept(@Nullable Histogram before, Histogram h) {
        if (h.reset() == CounterReset.GAUGE) {
            return CounterReset.GAUGE;
        }
        if (before == null || before.reset() == CounterReset.GAUGE || h.reset() == CounterReset.RESET
                || StaleMarker.is(before.sum())) {
            return CounterReset.UNKNOWN;
        }
        boolean sameKind = h.schema() == before.schema() && h.zeroThreshold() == before.zeroThreshold()
                && Arrays.equals(h.customBounds(), before.customBounds());
        return sameKind && !isLess(before, h) ? CounterReset.NOT_RESET : CounterReset.UNKNOWN;
    }
}
