package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.canary.MetricResult.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which metrics count, and which are judged together.
 *
 * @param muted metrics that are measured and shown but do not count
 * @param groups of metrics; a metric is in one at most, those in none stand for themselves
 * @param needed how many groups, with those of one metric, must be good; 0 for all
 */
public record Grouping(Set<String> muted, List<Group> groups, int needed) {
    /** Every metric counts, for itself. */
    public static final Grouping NONE = new Grouping(Set.of(), List.of());

    /** All groups must be good. */
    public Grouping(Set<String> muted, List<Group> groups) {
        this(muted, groups, 0);
    }

    /**
     * Metrics that are judged together.
     *
     * @param metrics at least one
     */
    public record Group(Rule rule, List<String> metrics) {
        public Group {
            metrics = List.copyOf(metrics);
            if (metrics.isEmpty()) {
                throw new IllegalArgumentException("a group needs at least one metric");
            }
        }

        private Outcome outcome(List<MetricResult> results) {
            Stream<MetricResult> members = results.stream().filter(r -> metrics.contains(r.criterion().name()));
            List<Outcome> outcomes = members.map(MetricResult::outcome).filter(o -> o != Outcome.IGNORED).toList();
            if (outcomes.isEmpty()) {
                return Outcome.IGNORED;
            }
            return rule == Rule.ALL ? all(outcomes) : any(outcomes);
        }
    }

    /** When a group is good. */
    public enum Rule {
        /** When all its metrics pass; it fails when one fails. */
        ALL,
        /** When one of its metrics passes; it fails when all fail. */
        ANY
    }

    public Grouping {
        if (needed < 0) {
            throw new IllegalArgumentException("the number of groups that must be good is " + needed);
        }
        muted = Set.copyOf(muted);
        groups = List.copyOf(groups);
        var seen = new HashSet<String>();
        for (Group g : groups) {
            for (String m : g.metrics()) {
                if (!seen.add(m)) {
                    throw new IllegalArgumentException("metric " + m + " is in two groups");
                }
            }
        }
    }

    /** Groups of the metrics that count; a metric without a group is one of its own. */
    public List<Group> counting(Collection<Criterion> criteria) {
        List<String> names = criteria.stream().map(Criterion::name).filter(n -> !muted.contains(n)).toList();
        var all = new ArrayList<Group>();
        for (Group g : groups) {
            List<String> members = g.metrics().stream().filter(names::contains).toList();
            if (!members.isEmpty()) {
                all.add(new Group(g.rule(), members));
            }
        }
        names.stream().filter(n -> groups.stream().noneMatch(g -> g.metrics().contains(n)))
                .forEach(n -> all.add(new Group(Rule.ALL, List.of(n))));
        return all;
    }

    /**
     * Of all together: FAIL when one group fails, PASS when all that have data pass, IGNORED when nothing counts. Where only some are needed: PASS when
     * so many pass, FAIL when so many fail that they cannot.
     */
    public Outcome outcome(List<MetricResult> results) {
        List<Outcome> outcomes = counting(results.stream().map(MetricResult::criterion).toList()).stream().map(g -> g.outcome(results))
                .filter(o -> o != Outcome.IGNORED).toList();
        if (outcomes.isEmpty()) {
            return Outcome.IGNORED;
        }
        return needed == 0 ? all(outcomes) : some(outcomes);
    }

    private Outcome some(List<Outcome> outcomes) {
        long passing = outcomes.stream().filter(o -> o == Outcome.PASS).count();
        long pending = outcomes.stream().filter(o -> o == Outcome.PENDING).count();
        if (passing >= needed) {
            return Outcome.PASS;
        }
        return passing + pending < needed ? Outcome.FAIL : Outcome.PENDING;
    }

    private static Outcome all(List<Outcome> outcomes) {
        if (outcomes.contains(Outcome.FAIL)) {
            return Outcome.FAIL;
        }
        return outcomes.contains(Outcome.PENDING) ? Outcome.PENDING : Outcome.PASS;
    }

    private static Outcome any(List<Outcome> outcomes) {
        if (outcomes.contains(Outcome.PASS)) {
            return Outcome.PASS;
        }
        return outcomes.contains(Outcome.PENDING) ? Outcome.PENDING : Outcome.FAIL;
    }

    /** Whether the metric is why it fails: it failed, and so did its group. */
    boolean isFailing(MetricResult result, List<MetricResult> results) {
        return result.outcome() == Outcome.FAIL && counting(results.stream().map(MetricResult::criterion).toList()).stream()
                .anyMatch(g -> g.metrics().contains(result.criterion().name()) && Objects.equals(g.outcome(results), Outcome.FAIL));
    }

    /** The result as it counts: that of a muted metric is shown and ignored. */
    public MetricResult counted(MetricResult r) {
        return muted.contains(r.criterion().name()) ? new MetricResult(r.criterion(), Outcome.IGNORED, r.reason() + ", muted", r.evidence()) : r;
    }
}
