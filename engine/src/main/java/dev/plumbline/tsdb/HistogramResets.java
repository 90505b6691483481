package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.StaleMarker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the store itself knows about a counter reset between two histograms that follow each other in a column. */
final class HistogramResets {
    private HistogramResets() {}

    /**
     * What is kept as the hint of {@code h}: a gauge stays one and a reset that was told stays one; else it is found by comparing with
     * the histogram before. A told "no reset" is not believed, since samples may have been lost on the way.
     */
    static CounterReset hint(Histogram h, @Nullable Histogram before) {
        if (h.reset() == CounterReset.GAUGE || h.reset() == CounterReset.RESET) {
            return h.reset();
        }
        if (before == null || before.reset() == CounterReset.GAUGE || StaleMarker.is(before.sum()) || StaleMarker.is(h.sum())) {
            return CounterReset.UNKNOWN;
        }
        if (h.count() < before.count()) {
            return CounterReset.RESET;
        }
        if (h.schema() != before.schema() || h.zeroThreshold() != before.zeroThreshold()
                || !Arrays.equals(h.customBounds(), before.customBounds())) {
            return CounterReset.UNKNOWN;
        }
        boolean grown = h.zeroCount() >= before.zeroCount() && grown(h.positive(), before.positive())
                && grown(h.negative(), before.negative());
        return grown ? CounterReset.NOT_RESET : CounterReset.RESET;
    }

    /** Whether each bucket has at least the count it had before; one that is absent counts 0. */
    private static boolean grown(Buckets now, Buckets before) {
        if (Arrays.equals(now.spanOffsets(), before.spanOffsets()) && Arrays.equals(now.spanLengths(), before.spanLengths())) {
            return atLeast(now.counts(), before.counts());
        }
        var cursor = new Cursor(now);
        var past = new Cursor(before);
        while (past.next()) {
            if (past.count() > 0) {
                while (cursor.index < past.index && cursor.next()) {
                    // up to the same bucket
                }
                if (cursor.index != past.index || cursor.count() < past.count()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean atLeast(double[] now, double[] before) {
        for (int i = 0; i < now.length; i++) {
            if (now[i] < before[i]) {
                return false;
            }
        }
        return true;
    }

    /** Walks over buckets in order; {@code index} is the current bucket's. */
    private static final class Cursor {
        private final Buckets buckets;
        private int span = -1;
        private int left;
        private int at = -1;
        long index = Long.MIN_VALUE;

        Cursor(Buckets buckets) {
            this.buckets = buckets;
        }

        boolean next() {
            long step = 1;
            while (left == 0) {
                if (++span >= buckets.spanOffsets().length) {
                    index = Long.MAX_VALUE;
                    return false;
                }
                step += buckets.spanOffsets()[span];
                left = buckets.spanLengths()[span];
            }
            index = index == Long.MIN_VALUE ? step - 1 : index + step;
            left--;
            at++;
            return true;
        }

        double count() {
            return buckets.counts()[at];
        }
    }
}
