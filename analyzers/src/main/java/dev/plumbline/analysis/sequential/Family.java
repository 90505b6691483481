package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.Grouping.Group;
import dev.plumbline.analysis.canary.Grouping.Rule;
import dev.plumbline.analysis.canary.Policy;
import java.util.List;

/**
 * What each metric may err. A group that must fail as a whole needs no split to fail, since one true pass among its
 * metrics is enough to stop it; for the same reason passes of metrics that must all pass need none (intersection-union test). Elsewhere Bonferroni, also over the passes of
 * groups of which only some are needed.
 */
final class Family {
    private final double alpha;
    private final double passing;
    private final List<Group> units;

    Family(SequentialPlan plan, Policy policy) {
        alpha = plan.alpha();
        units = policy.grouping().counting(policy.criteria());
        passing = policy.grouping().needed() == 0 ? alpha : alpha / Math.max(1, units.size());
    }

    /** Of a metric; one that does not count is shown with the whole error probability. */
    MarginTest.Levels levels(String metric) {
        Group group = units.stream().filter(u -> u.metrics().contains(metric)).findFirst().orElse(null);
        if (group == null) {
            return new MarginTest.Levels(alpha, alpha, AlphaSpending.DEFAULT);
        }
        double unit = alpha / units.size();
        int members = group.metrics().size();
        return group.rule() == Rule.ANY ? new MarginTest.Levels(unit, passing / members, AlphaSpending.DEFAULT)
                : new MarginTest.Levels(unit / members, passing, AlphaSpending.DEFAULT);
    }
}
