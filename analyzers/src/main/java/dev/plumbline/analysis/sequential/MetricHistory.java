package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.SampledSeries;
import dev.plumbline.analysis.canary.Trail;
import dev.plumbline.analysis.latency.Buckets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A metric over time, as people look at it: one value of both arms for each interval, in the metric's unit.
 *
 * @param points in order of time
 */
public record MetricHistory(List<Point> points) {

    /**
     * One interval.
     *
     * @param endMillis when it ended, ms since the epoch
     * @param canary the value; NaN where there is none
     * @param baseline the stable version's; NaN where there is none
     * @param canaryAmount how many requests or points it rests on
     * @param baselineAmount the stable version's
     */
    public record Point(long endMillis, double canary, double baseline, double canaryAmount, double baselineAmount) {}

    public MetricHistory {
        points = List.copyOf(points);
    }

    /** Since the analysis began. */
    public static MetricHistory of(Trail trail) {
        return new MetricHistory(switch (trail) {
            case Trail.Events e -> e.since().stream().map(i -> new Point(i.endMillis(), i.events() / i.requests(),
                    i.baselineEvents() / i.baselineRequests(), i.requests(), i.baselineRequests())).toList();
            case Trail.Latencies l -> l.since().stream().map(i -> new Point(i.endMillis(), quantile(l, i.canary()), quantile(l, i.baseline()),
                    count(i.canary()), count(i.baseline()))).toList();
            case Trail.Points p -> p.since().stream().map(i -> new Point(i.endMillis(), i.canary(), i.baseline(), 1,
                    Double.isNaN(i.baseline()) ? 0 : 1)).toList();
            case Trail.Samples s -> samples(s);
        });
    }

    /** Of the stable version before the analysis began, as far as it was looked at. */
    public static MetricHistory before(Trail trail) {
        return new MetricHistory(switch (trail) {
            case Trail.Events e -> e.before().stream().map(i -> new Point(i.endMillis(), Double.NaN, i.baselineEvents() / i.baselineRequests(), 0,
                    i.baselineRequests())).toList();
            case Trail.Latencies l -> l.before().stream().map(i -> new Point(i.endMillis(), Double.NaN, quantile(l, i.baseline()), 0, count(i.baseline()))).toList();
            case Trail.Points _ -> List.of();
            case Trail.Samples _ -> List.of();
        });
    }

    /** Of several series the mean. */
    private static List<Point> samples(Trail.Samples trail) {
        var times = new TreeSet<Long>();
        trail.canary().forEach(s -> times.addAll(s.values().keySet()));
        trail.baseline().forEach(s -> times.addAll(s.values().keySet()));
        return times.stream().map(t -> {
            double[] mine = at(trail.canary(), t);
            double[] theirs = at(trail.baseline(), t);
            return new Point(t, mean(mine), mean(theirs), mine.length, theirs.length);
        }).toList();
    }

    private static double[] at(List<SampledSeries> series, long timeMillis) {
        return series.stream().mapToDouble(s -> s.values().getOrDefault(timeMillis, Double.NaN)).filter(v -> !Double.isNaN(v)).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** What each interval says about the difference; those of which one arm says nothing are left out. */
    public List<Double> differences() {
        return points.stream().map(p -> p.canary - p.baseline).filter(Double::isFinite).toList();
    }

    private static double count(List<Double> cumulative) {
        return cumulative.isEmpty() ? 0 : cumulative.getLast();
    }

    private static double quantile(Trail.Latencies trail, List<Double> cumulative) {
        if (cumulative.isEmpty()) {
            return Double.NaN;
        }
        Map<Double, Double> counts = new HashMap<>();
        for (int i = 0; i < cumulative.size(); i++) {
            counts.put(trail.bounds().get(i), cumulative.get(i));
        }
        return new Buckets(counts).quantile(trail.quantile()) instanceof Reading.Number n ? n.value() : Double.NaN;
    }
}
