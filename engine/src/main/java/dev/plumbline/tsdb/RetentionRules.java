package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/**
 * Which series are kept how long and how finely: the first rule that matches a series governs it, one that no rule matches is kept as
 * {@link TsdbOptions#retention} says. Immutable.
 */
public record RetentionRules(List<RetentionRule> rules) {
    /** All series are kept alike. */
    public static final RetentionRules NONE = new RetentionRules(List.of());

    private static final long PRIME = 0x100000001b3L;
    private static final long OFFSET = 0xcbf29ce484222325L;

    public RetentionRules {
        rules = List.copyOf(rules);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The same with a last rule for all that no other matches. */
    List<RetentionRule> complete(Duration otherwise) {
        var all = new java.util.ArrayList<>(rules);
        all.add(new RetentionRule(List.of(List.of()), otherwise, List.of()));
        return all;
    }

    /** How long anything may be kept. */
    Duration longest(Duration otherwise) {
        Duration longest = otherwise;
        for (RetentionRule rule : rules) {
            longest = rule.keep().compareTo(longest) > 0 ? rule.keep() : longest;
        }
        return longest;
    }

    /** A number that stands for these rules and the retention of the other series; never 0. FNV-1a of their text. */
    long number(Duration otherwise) {
        long hash = OFFSET;
        for (RetentionRule rule : complete(otherwise)) {
            for (List<LabelMatcher> selector : rule.match()) {
                for (LabelMatcher m : selector) {
                    hash = mix(hash, m.name());
                    hash = mix(hash, m.type().symbol());
                    hash = mix(hash, m.value());
                }
                hash = mix(hash, "or");
            }
            hash = mix(hash, rule.keep().toString());
            for (RetentionRule.Coarser step : rule.downsample()) {
                hash = mix(hash, step.after().toString());
                hash = mix(hash, step.resolution().toString());
            }
            hash = mix(hash, "rule");
        }
        return hash == 0 ? 1 : hash;
    }

    private static long mix(long before, String text) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return (hash ^ 0xffff) * PRIME;
    }

    /** For each of the rules (complete ones), the series of a block that it governs, by their numbers. */
    static List<BitSet> governed(Block block, List<RetentionRule> complete) {
        var rest = new BitSet();
        rest.set(0, block.seriesCount());
        var all = new java.util.ArrayList<BitSet>();
        for (RetentionRule rule : complete) {
            var matched = new BitSet();
            for (List<LabelMatcher> selector : rule.match()) {
                matched.or(block.find(selector));
            }
            matched.and(rest);
            rest.andNot(matched);
            all.add(matched);
        }
        return all;
    }
}
