package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A range vector: series, read when asked for, and the windows that each step sees of them.
 *
 * @param count number of series
 * @param labels of the i-th
 * @param readers makes readers, one for each thread: a reader is asked for the i-th in ascending order, each at most once,
 *     and its answer is valid until the next
 * @param stored the series as the store has them; null when the vector was computed
 */
record RangeVector(int count, IntFunction<Labels> labels, Supplier<IntFunction<RangeSeries>> readers, WindowTimes windows,
        @Nullable SelectedSeries stored) {

    /** Whether the label sets still differ without the metric's name, type and unit. */
    boolean differsWithoutMetric() {
        String metric = count == 0 ? "" : labels.apply(0).metricName();
        for (int i = 0; i < count; i++) {
            Labels l = labels.apply(i);
            if (!l.metricName().equals(metric) || l.has("__type__") || l.has("__unit__")) {
                return false;
            }
        }
        return true;
    }
}
