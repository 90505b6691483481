package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.CounterResets;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramBuckets;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Follows native histograms that count up. Owned by one thread. */
final class HistogramReader extends IncreaseReader<Histogram> {
    /** The finest resolution that is kept, 8 buckets for each doubling: bounds the size of what is kept of an interval. */
    private static final int FINEST_SCHEMA = 3;
    private @Nullable Histogram total;

    /**
     * What was added since the reading before.
     *
     * @param cumulative upper bounds, among them +Inf, to how many observations were at most as large; between bounds with the same count there are
     *     none. Empty when there is no series
     */
    record Increase(SortedMap<Double, Double> cumulative, long spanMillis) {}

    HistogramReader(Counters counters) {
        super(counters);
    }

    Increase read(Lookup lookup, long fromMillis, long nowMillis) {
        total = null;
        long span = follow(lookup, fromMillis, nowMillis);
        return new Increase(cumulative(), span);
    }

    @Override
    @Nullable Histogram at(Value.Points points, int i) {
        @Nullable Histogram[] histograms = points.histograms();
        Histogram h = histograms == null ? null : histograms[i];
        return h == null || !Double.isFinite(h.count()) ? null
                : !HistogramMath.isCustom(h) && h.schema() > FINEST_SCHEMA ? HistogramMath.reduce(h, FINEST_SCHEMA) : h;
    }

    @Override
    void grew(Labels labels, @Nullable Histogram before, Histogram after) {
        Histogram increase = before == null || HistogramMath.isCustom(before) != HistogramMath.isCustom(after)
                || CounterResets.isReset(before, after) ? after : HistogramMath.sub(after, before);
        Histogram sum = total;
        total = sum == null ? increase : HistogramMath.add(sum, increase);
    }

    private SortedMap<Double, Double> cumulative() {
        SortedMap<Double, Double> cumulative = new TreeMap<>();
        if (series() == 0) {
            return cumulative;
        }
        double sum = 0;
        Histogram h = total;
        if (h != null) {
            var buckets = HistogramBuckets.ascending(h);
            while (buckets.next()) {
                if (Double.isFinite(buckets.lower())) {
                    cumulative.put(buckets.lower(), sum);
                }
                sum += Math.max(0, buckets.count());
                cumulative.put(buckets.upper(), sum);
            }
        }
        cumulative.put(Double.POSITIVE_INFINITY, sum);
        return cumulative;
    }
}
