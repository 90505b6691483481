package dev.plumbline.daemon.config;

import dev.plumbline.model.LabelMatcher;
import java.util.List;

/** The section retention: which series are kept how long and how finely. The first rule that matches a series governs it. */
public record RetentionConfig(List<Rule> rules) {
    /** All series are kept as the command line says. */
    public static final RetentionConfig DEFAULT = new RetentionConfig(List.of());

    public RetentionConfig {
        rules = List.copyOf(rules);
    }

    /**
     * A rule.
     *
     * @param match for series that satisfy all matchers of one of these lists; at least one list
     * @param keepMillis more than 0; older samples go
     * @param downsample ascending by age and by resolution, ages less than {@code keepMillis}
     */
    public record Rule(List<List<LabelMatcher>> match, long keepMillis, List<Coarser> downsample) {
        public Rule {
            match = match.stream().map(List::copyOf).toList();
            downsample = List.copyOf(downsample);
        }
    }

    /** From an age on only aggregate rows of a resolution are kept: 5 minutes or an hour. */
    public record Coarser(long afterMillis, long resolutionMillis) {}
}
