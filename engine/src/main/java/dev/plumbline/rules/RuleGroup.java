package dev.plumbline.rules;

import java.util.List;

/**
 * Rules that are evaluated together, in order.
 *
 * @param name unique in its file
 * @param file where it is defined, as the user wrote or the pattern found it
 * @param intervalMillis from one evaluation to the next; 1 or more
 * @param queryOffsetMillis how long before the time of the evaluation is asked for; 0 or more
 * @param limit most series or alerts of each rule; 0 or less: no limit
 */
public record RuleGroup(String name, String file, long intervalMillis, long queryOffsetMillis, int limit, List<Rule> rules) {
    public RuleGroup {
        if (intervalMillis < 1 || queryOffsetMillis < 0) {
            throw new IllegalArgumentException("group \"" + name + "\": the interval must be positive and the offset not negative");
        }
        rules = List.copyOf(rules);
    }

    /** What names the group among all: {@code file;name}. */
    public String key() {
        return file + ";" + name;
    }
}
