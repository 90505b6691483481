package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.sequential.SequentialPlan.Group;
import dev.plumbline.analysis.sequential.SequentialPlan.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Metrics and groups that count, and what each may err. A group that must fail as a whole needs no split to fail, since one true pass among its
 * metrics is enough to stop it; for the same reason passes of metrics that must all pass need none (intersection-union test). Elsewhere Bonferroni.
 */
final class Family {
    private final double alpha;
    private final List<Group> units;

    Family(SequentialPlan plan, Policy policy) {
        alpha = plan.alpha();
        List<String> counting = policy.criteria().stream().map(Criterion::name).filter(n -> !plan.muted().contains(n)).toList();
        var all = new ArrayList<Group>();
        for (Group g : plan.groups()) {
            List<String> members = g.metrics().stream().filter(counting::contains).toList();
            if (!members.isEmpty()) {
                all.add(new Group(g.rule(), members));
            }
        }
        counting.stream().filter(n -> plan.groups().stream().noneMatch(g -> g.metrics().contains(n)))
                .forEach(n -> all.add(new Group(Rule.ALL, List.of(n))));
        units = all;
    }

    /** Of a metric; one that does not count is shown with the whole error probability. */
    MarginTest.Levels levels(String metric) {
        Group group = units.stream().filter(u -> u.metrics().contains(metric)).findFirst().orElse(null);
        if (group == null) {
            return new MarginTest.Levels(alpha, alpha, AlphaSpending.DEFAULT);
        }
        double unit = alpha / units.size();
        int members = group.metrics().size();
        return group.rule() == Rule.ANY ? new MarginTest.Levels(unit, alpha / members, AlphaSpending.DEFAULT)
                : new MarginTest.Levels(unit / members, alpha, AlphaSpending.DEFAULT);
    }

    /** Of all together: IGNORED when nothing counts. */
    Outcome outcome(List<MetricResult> results) {
        List<Outcome> outcomes = units.stream().map(u -> outcome(u, results)).filter(o -> o != Outcome.IGNORED).toList();
        return outcomes.isEmpty() ? Outcome.IGNORED : all(outcomes);
    }

    private static Outcome outcome(Group group, List<MetricResult> results) {
        Stream<MetricResult> members = results.stream().filter(r -> group.metrics().contains(r.criterion().name()));
        List<Outcome> outcomes = members.map(MetricResult::outcome).filter(o -> o != Outcome.IGNORED).toList();
        if (outcomes.isEmpty()) {
            return Outcome.IGNORED;
        }
        return group.rule() == Rule.ALL ? all(outcomes) : any(outcomes);
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

    /** Whether the metric is in a unit that fails. */
    boolean isInFailing(String metric, List<MetricResult> results) {
        return units.stream().anyMatch(u -> u.metrics().contains(metric) && Objects.equals(outcome(u, results), Outcome.FAIL));
    }
}
