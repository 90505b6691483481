package dev.plumbline.analysis.kayenta;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Kayenta's weighted sum. A critical metric that does not pass, or half of all metrics without data, gives 0. Else each
 * group's share of passing metrics counts by its weight; a group without data counts as 100; errors count for nothing; a
 * metric without a group counts nowhere; and the weight of a group that no metric is in is lost.
 */
public final class CompatibleScorer implements Scorer {
    private static final double TOO_MANY_WITHOUT_DATA = 50;
    private final Map<String, Double> weights;

    /** @param weights by group, meant to add up to 100 */
    public CompatibleScorer(Map<String, Double> weights) {
        this.weights = Map.copyOf(weights);
    }

    @Override
    public Score score(List<JudgedMetric> metrics) {
        List<GroupScore> groups = groups(metrics);
        Optional<JudgedMetric> critical = metrics.stream()
                .filter(m -> m.classification().critical() && m.classification().label() != Label.PASS).findFirst();
        if (critical.isPresent()) {
            return new Score(0, 0, groups, "a critical metric fails: " + critical.get().classification().reason());
        }
        long without = metrics.stream().filter(m -> m.classification().label() == Label.NODATA).count();
        if (!metrics.isEmpty() && (double) without / metrics.size() * 100 >= TOO_MANY_WITHOUT_DATA) {
            return new Score(0, 0, groups, without + " of " + metrics.size() + " metrics have no data, half or more");
        }
        double sum = sum(groups);
        return new Score(sum, sum, groups, "");
    }

    private static List<GroupScore> groups(List<JudgedMetric> metrics) {
        Map<String, List<Label>> labels = new TreeMap<>();
        for (JudgedMetric metric : metrics) {
            for (String group : metric.metric().groups()) {
                labels.computeIfAbsent(group, g -> new ArrayList<>()).add(metric.classification().label());
            }
        }
        var groups = new ArrayList<GroupScore>();
        labels.forEach((name, of) -> groups.add(group(name, of)));
        return groups;
    }

    private static GroupScore group(String name, List<Label> labels) {
        long passing = labels.stream().filter(l -> l == Label.PASS).count();
        long counting = labels.stream().filter(l -> !l.unknown()).count();
        return new GroupScore(name, counting == 0 ? 0 : passing / (double) counting * 100, counting == 0);
    }

    private double sum(List<GroupScore> groups) {
        Set<String> without = new HashSet<>();
        groups.forEach(g -> without.add(g.name()));
        without.removeAll(weights.keySet());
        double configured = weights.values().stream().mapToDouble(w -> w).sum();
        double shared = without.isEmpty() ? 0 : (100 - configured) / without.size();
        double sum = 0;
        for (GroupScore group : groups) {
            sum += (group.noData() ? 100 : group.score()) * (weights.getOrDefault(group.name(), shared) / 100);
        }
        return Score.rounded(sum);
    }

    /** What is wrong with a score of these metrics, in words; empty where nothing is. */
    List<String> hazards(List<JudgedMetric> metrics) {
        var found = new ArrayList<String>();
        var groups = new HashSet<String>();
        for (JudgedMetric m : metrics) {
            groups.addAll(m.metric().groups());
            if (m.metric().groups().isEmpty()) {
                found.add(m.title() + " is in no group and cannot lower the score");
            }
            if (m.classification().label().unknown()) {
                found.add(m.title() + (m.classification().label() == Label.ERROR ? " ended in an error" : " has no data")
                        + " and counts for nothing, as if it were not configured");
            }
        }
        for (String group : new LinkedHashSet<>(new TreeMap<>(weights).keySet())) {
            double weight = weights.getOrDefault(group, 0.0);
            if (!groups.contains(group) && weight != 0) {
                found.add("the weight " + Figures.show(weight) + " of group " + group + " is lost, since no metric is in it: the score cannot pass "
                        + Figures.show(100 - weight));
            }
        }
        return found;
    }
}
