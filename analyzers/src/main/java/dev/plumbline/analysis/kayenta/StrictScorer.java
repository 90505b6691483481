package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.canary.NoData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The weighted sum without its holes: metrics without a group form one of their own, weights are shared among the groups
 * that there are, and what is unknown (no data, too little, an error) counts as not passed unless the policy ignores it.
 */
public final class StrictScorer implements Scorer {
    /** Where metrics without a group are. */
    static final String UNGROUPED = "(no group)";

    private final Map<String, Double> weights;
    private final NoData noData;

    /**
     * @param weights by group, relative to each other
     * @param noData what unknown means: held back (a score between what it is without and what it could be), failed, or ignored
     */
    public StrictScorer(Map<String, Double> weights, NoData noData) {
        this.weights = Map.copyOf(weights);
        this.noData = noData;
    }

    @Override
    public Score score(List<JudgedMetric> metrics) {
        Map<String, Tally> tallies = tallies(metrics);
        List<GroupScore> groups = new ArrayList<>();
        tallies.forEach((name, t) -> groups.add(new GroupScore(name, t.share(false), t.counting() == 0)));
        Optional<JudgedMetric> critical = metrics.stream().filter(this::failsAll).findFirst();
        if (critical.isPresent()) {
            return new Score(0, 0, groups, "a critical metric fails: " + critical.get().classification().reason());
        }
        return new Score(sum(tallies, false), sum(tallies, true), groups, "");
    }

    private boolean failsAll(JudgedMetric metric) {
        MetricClassification c = metric.classification();
        return c.critical() && c.label() != Label.PASS && (noData == NoData.FAIL || !c.label().unknown());
    }

    private Map<String, Tally> tallies(List<JudgedMetric> metrics) {
        Map<String, Tally> tallies = new TreeMap<>();
        for (JudgedMetric metric : metrics) {
            List<String> groups = metric.metric().groups().isEmpty() ? List.of(UNGROUPED) : metric.metric().groups();
            groups.forEach(g -> tallies.merge(g, tally(metric.classification().label()), Tally::plus));
        }
        return tallies;
    }

    private Tally tally(Label label) {
        return switch (label) {
            case PASS -> new Tally(1, 0, 0);
            case HIGH, LOW, NODATA_FAIL -> new Tally(0, 1, 0);
            case NODATA, ERROR -> switch (noData) {
                case HOLD -> new Tally(0, 0, 1);
                case FAIL -> new Tally(0, 1, 0);
                case IGNORE -> new Tally(0, 0, 0);
            };
        };
    }

    private double sum(Map<String, Tally> tallies, boolean unknownPass) {
        double sum = 0;
        double total = 0;
        double shared = sharedWeight(tallies);
        for (var group : tallies.entrySet()) {
            if (group.getValue().counting() > 0) {
                double weight = weights.getOrDefault(group.getKey(), shared);
                sum += weight * group.getValue().share(unknownPass);
                total += weight;
            }
        }
        return total > 0 ? Score.rounded(sum / total) : 0;
    }

    /** For groups without a weight: what is left of 100, or the mean of the others where nothing is left. */
    private double sharedWeight(Map<String, Tally> tallies) {
        long without = tallies.keySet().stream().filter(g -> !weights.containsKey(g)).count();
        double configured = weights.values().stream().mapToDouble(w -> w).sum();
        return without > 0 && configured < 100 ? (100 - configured) / without
                : weights.values().stream().mapToDouble(w -> w).average().orElse(100);
    }

    private record Tally(int passed, int failed, int unknown) {
        Tally plus(Tally other) {
            return new Tally(passed + other.passed, failed + other.failed, unknown + other.unknown);
        }

        int counting() {
            return passed + failed + unknown;
        }

        /** In percent. */
        double share(boolean unknownPass) {
            return counting() == 0 ? 0 : 100.0 * (passed + (unknownPass ? unknown : 0)) / counting();
        }
    }
}
