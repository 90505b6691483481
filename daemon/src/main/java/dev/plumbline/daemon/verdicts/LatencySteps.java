package dev.plumbline.daemon.verdicts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Buckets of several steps side by side. Steps may know different bounds, since instances come and go and native histograms have only the
 * buckets that something fell into. A step knows its count at a bound when it has that bound, or when its counts at the two bounds around it
 * are the same. Only what all steps know is used, so that nothing is guessed.
 */
final class LatencySteps {
    private LatencySteps() {}

    /** The bounds that all know, ascending; the last one infinite. Steps without buckets count nothing and know all bounds. */
    static List<Double> bounds(List<Step> steps) {
        var candidates = new TreeSet<Double>();
        var known = steps.stream().map(Step::buckets).filter(b -> !b.isEmpty()).map(b -> (NavigableMap<Double, Double>) new TreeMap<>(b)).toList();
        known.forEach(b -> candidates.addAll(b.keySet()));
        candidates.removeIf(bound -> known.stream().anyMatch(b -> Double.isNaN(count(b, bound))));
        candidates.add(Double.POSITIVE_INFINITY);
        return List.copyOf(candidates);
    }

    /** How many requests of a step took at most as long as each bound; never fewer than at a lower one. */
    static List<Double> counts(Step step, List<Double> bounds) {
        var buckets = new TreeMap<>(step.buckets());
        var counts = new ArrayList<Double>();
        double most = 0;
        for (double bound : bounds) {
            double count = buckets.isEmpty() ? 0 : count(buckets, bound);
            most = Math.max(most, Double.isNaN(count) ? 0 : count);
            counts.add(most);
        }
        return counts;
    }

    /** Not a number when it is not known. */
    private static double count(NavigableMap<Double, Double> buckets, double bound) {
        Map.Entry<Double, Double> above = buckets.ceilingEntry(bound);
        if (above == null) {
            return buckets.lastEntry().getValue();
        }
        Map.Entry<Double, Double> below = buckets.floorEntry(bound);
        double atMost = below == null ? 0 : below.getValue();
        return above.getKey() == bound || above.getValue() == atMost ? above.getValue() : Double.NaN;
    }

    /** All steps together. */
    static SortedMap<Double, Double> sum(List<Step> steps) {
        List<Double> bounds = bounds(steps);
        SortedMap<Double, Double> sum = new TreeMap<>();
        for (Step s : steps) {
            List<Double> counts = counts(s, bounds);
            for (int i = 0; i < counts.size(); i++) {
                sum.merge(bounds.get(i), counts.get(i), Double::sum);
            }
        }
        return sum;
    }
}
