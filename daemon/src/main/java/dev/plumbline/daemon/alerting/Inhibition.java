package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.InhibitRule;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which alerts are muted by others, for one moment: made from the labels of all alerts that fire then. The sources of
 * each rule are indexed by their values of the equal labels, so that asking costs a look-up for each rule. Not thread-safe.
 */
final class Inhibition {
    private final List<Sources> rules;

    /** The sources of one rule that have the same values of the equal labels. */
    private static final class Present {
        boolean sourceOnly;
        boolean alsoTarget;
    }

    /** The firing sources of one rule. */
    static final class Sources {
        private final InhibitRule rule;
        private final Map<List<String>, Present> byValues = new HashMap<>();

        Sources(InhibitRule rule) {
            this.rule = rule;
        }

        private List<String> values(Labels labels) {
            return rule.equal().stream().map(labels::get).toList();
        }

        /** Adds a source; {@code alsoTarget} says that it matches the rule's target side too. */
        void add(Labels source, boolean alsoTarget) {
            Present present = byValues.computeIfAbsent(values(source), v -> new Present());
            present.sourceOnly |= !alsoTarget;
            present.alsoTarget |= alsoTarget;
        }

        /** Whether a source has the target's values; what matches both sides is not muted by a source that does too. */
        boolean hasEqual(Labels target, boolean alsoSource) {
            Present present = byValues.get(values(target));
            return present != null && (present.sourceOnly || present.alsoTarget && !alsoSource);
        }
    }

    Inhibition(List<InhibitRule> rules, Iterable<Labels> firing) {
        this.rules = rules.stream().map(Sources::new).toList();
        if (rules.isEmpty()) {
            return;
        }
        for (Labels labels : firing) {
            for (Sources sources : this.rules) {
                if (matches(sources.rule.source(), labels)) {
                    sources.add(labels, matches(sources.rule.target(), labels));
                }
            }
        }
    }

    private static boolean matches(List<LabelMatcher> matchers, Labels labels) {
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an alert that fires keeps this one from being told. */
    boolean mutes(Labels target) {
        for (Sources sources : rules) {
            if (matches(sources.rule.target(), target)
                    && sources.hasEqual(target, matches(sources.rule.source(), target))) {
                return true;
            }
        }
        return false;
    }
}
