package dev.plumbline.daemon.upstream;

import dev.plumbline.model.Histogram;
import dev.plumbline.promql.Question;
import dev.plumbline.promql.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The steps of a range query in an answer. */
final class Steps {
    private Steps() {}

    /** The points at steps of the question; null when there are none, the points themselves when all are. */
    static Value.@Nullable Points cut(Value.Points points, Question asked) {
        int n = 0;
        int[] kept = new int[points.times().length];
        for (int i = 0; i < kept.length; i++) {
            if (isStep(points.times()[i], asked)) {
                kept[n++] = i;
            }
        }
        if (n == kept.length) {
            return points;
        }
        return n == 0 ? null : taken(points, Arrays.copyOf(kept, n));
    }

    private static boolean isStep(long time, Question asked) {
        return time >= asked.startMillis() && time <= asked.endMillis() && (time - asked.startMillis()) % asked.stepMillis() == 0;
    }

    private static Value.Points taken(Value.Points points, int[] indices) {
        long[] times = new long[indices.length];
        double[] values = new double[indices.length];
        @Nullable Histogram @Nullable [] from = points.histograms();
        @Nullable Histogram @Nullable [] histograms = from == null ? null : new Histogram[indices.length];
        for (int i = 0; i < indices.length; i++) {
            times[i] = points.times()[indices[i]];
            values[i] = points.values()[indices[i]];
            if (from != null && histograms != null) {
                histograms[i] = from[indices[i]];
            }
        }
        return new Value.Points(points.labels(), times, values, histograms);
    }
}
