package dev.plumbline.analysis.keptn;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Sets of criteria: a value meets them when it holds all of at least one set.
 *
 * @param sets empty for none; no set is empty
 */
public record Criteria(List<List<RelativeCriterion>> sets) {
    /** There are none. */
    public static final Criteria NONE = new Criteria(List.of());

    public Criteria {
        sets = sets.stream().map(List::copyOf).toList();
        if (sets.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a set of criteria is empty");
        }
    }

    /** One set. */
    public static Criteria allOf(RelativeCriterion... criteria) {
        return new Criteria(List.of(List.of(criteria)));
    }

    /** Whether a value meets them; where there are none, it does not. */
    boolean meets(double value, OptionalDouble past) {
        return sets.stream().anyMatch(set -> set.stream().allMatch(c -> c.holds(value, past)));
    }

    /** Whether any of them compares with past releases. */
    public boolean relative() {
        return sets.stream().anyMatch(set -> set.stream().anyMatch(RelativeCriterion::relative));
    }

    /** {@code <600 and <=+10%, or <100}. */
    @Override
    public String toString() {
        return sets.stream().map(set -> set.stream().map(RelativeCriterion::toString).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", or "));
    }
}
