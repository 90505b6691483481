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
        long[] times = Arrays.stream(indices).mapToLong(i -> points.times()[i]).toArray();
        double[] values = Arrays.stream(indices).mapToDouble(i -> points.values()[i]).toArray();
        Histogram[] of = points.histograms();
        Histogram[] histograms = of == null ? null : Arrays.stream(indices).mapToObj(i -> of[i]).toArray(Histogram[]::new);
        return new Value.Points(points.labels(), times, values, histograms);
    }
}
