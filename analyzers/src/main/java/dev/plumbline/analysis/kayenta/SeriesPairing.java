package dev.plumbline.analysis.kayenta;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pairs the baseline's series of a metric with the canary's by equal tags, as Kayenta does. A side with one series without
 * tags is paired with every series of the other side; a series without a partner gets one of NaN. Both are padded with NaN
 * to the window's steps.
 */
public final class SeriesPairing {
    private final String metric;
    private final int points;

    /** @param points steps of the window: its length by the step */
    public SeriesPairing(String metric, int points) {
        this.metric = metric;
        this.points = points;
    }

    /**
     * The pairs, in the order of the baseline's series, then the canary's others.
     *
     * @throws IllegalArgumentException when series have different tag names, so that none could ever be a partner
     */
    public List<MetricPair> pairs(List<MeasuredSeries> control, List<MeasuredSeries> experiment) {
        requireSameNames(control, experiment);
        Map<Map<String, String>, MeasuredSeries> baseline = byTags(control);
        Map<Map<String, String>, MeasuredSeries> canary = byTags(experiment);
        var tags = new ArrayList<>(baseline.keySet());
        canary.keySet().stream().filter(t -> !baseline.containsKey(t)).forEach(tags::add);
        boolean template = untagged(baseline) != untagged(canary);
        var pairs = new ArrayList<MetricPair>();
        for (Map<String, String> of : tags) {
            boolean templateItself = template && of.isEmpty() && tags.size() > 1;
            if (!templateItself) {
                pairs.add(new MetricPair(metric, of, side(baseline, of, template), side(canary, of, template)));
            }
        }
        return pairs;
    }

    private static Map<Map<String, String>, MeasuredSeries> byTags(List<MeasuredSeries> series) {
        Map<Map<String, String>, MeasuredSeries> byTags = new LinkedHashMap<>();
        for (MeasuredSeries s : series.isEmpty() ? List.of(MeasuredSeries.none()) : series) {
            byTags.put(s.tags(), s);
        }
        return byTags;
    }

    private static boolean untagged(Map<Map<String, String>, MeasuredSeries> side) {
        return side.size() == 1 && side.containsKey(Map.of());
    }

    private double[] side(Map<Map<String, String>, MeasuredSeries> side, Map<String, String> tags, boolean template) {
        MeasuredSeries own = side.get(tags);
        MeasuredSeries shared = template && untagged(side) ? side.get(Map.<String, String>of()) : null;
        MeasuredSeries chosen = own != null ? own : shared != null ? shared : MeasuredSeries.none();
        return chosen.padded(points);
    }

    private void requireSameNames(List<MeasuredSeries> control, List<MeasuredSeries> experiment) {
        Set<Set<String>> names = new HashSet<>();
        control.forEach(s -> names.add(s.tags().keySet()));
        experiment.forEach(s -> names.add(s.tags().keySet()));
        names.remove(Set.of());
        if (names.size() > 1) {
            var shown = names.stream().map(TreeSet::new).map(Object::toString).sorted().toList();
            throw new IllegalArgumentException("metric " + metric + ": series have different labels and cannot be paired: " + String.join(" and ", shown));
        }
    }
}
