package dev.plumbline.analysis.canary;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One series of an arm, as a query gave it at each evaluation.
 *
 * @param labels what tells it from the arm's others; none for one that stands for all
 * @param values by the time of the evaluation, ms since the epoch; evaluations in which it did not exist are left out, NaN is a value
 */
public record SampledSeries(SortedMap<String, String> labels, SortedMap<Long, Double> values) {
    public SampledSeries {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** With one more value. */
    public SampledSeries with(long timeMillis, double value) {
        var more = new TreeMap<>(values);
        more.put(timeMillis, value);
        return new SampledSeries(labels, more);
    }

    /** What was known of it at a time, inclusive. */
    public SampledSeries until(long timeMillis) {
        return values.isEmpty() || values.lastKey() <= timeMillis ? this : new SampledSeries(labels, values.headMap(timeMillis + 1));
    }
}
