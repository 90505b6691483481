package dev.plumbline.analysis.canary;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a canary is judged by at one stage; all times in ms.
 *
 * @param criteria at least one, names unique
 * @param warmUpMillis how long after the start nothing is measured
 * @param minWindowMillis how long at least is measured before {@code go}
 * @param atMostMillis when, counted from the start, the stage ends without an answer; more than warm-up and minimum window
 * @param grouping names metrics of the criteria only
 */
public record Policy(List<Criterion> criteria, long warmUpMillis, long minWindowMillis, long atMostMillis, Grouping grouping) {
    public Policy {
        criteria = List.copyOf(criteria);
        if (criteria.isEmpty()) {
            throw new IllegalArgumentException("a policy needs at least one metric");
        }
        var names = new HashSet<String>();
        for (Criterion c : criteria) {
            if (!names.add(c.name())) {
                throw new IllegalArgumentException("two metrics are called " + c.name());
            }
        }
        grouping.muted().forEach(m -> require(names, m));
        grouping.groups().forEach(g -> g.metrics().forEach(m -> require(names, m)));
        if (grouping.needed() > grouping.counting(criteria).size()) {
            throw new IllegalArgumentException(grouping.needed() + " groups must be good, and there are " + grouping.counting(criteria).size());
        }
        if (warmUpMillis < 0 || minWindowMillis < 0 || atMostMillis <= warmUpMillis + minWindowMillis) {
            throw new IllegalArgumentException("at_most " + atMostMillis + " ms must be more than warm_up " + warmUpMillis
                    + " ms and min_window " + minWindowMillis + " ms together");
        }
    }
    private static void require(Set<String> names, String metric) {
        if (!names.contains(metric)) {
            throw new IllegalArgumentException("there is no metric " + metric + " to group or mute");
        }
    }

    /** One where every metric counts for itself. */
    public Policy(List<Criterion> criteria, long warmUpMillis, long minWindowMillis, long atMostMillis) {
        this(criteria, warmUpMillis, minWindowMillis, atMostMillis, Grouping.NONE);
    }
}
