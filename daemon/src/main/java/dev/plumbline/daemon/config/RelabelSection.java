package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.daemon.relabel.RelabelAction;
import dev.plumbline.daemon.relabel.RelabelRegex;
import dev.plumbline.daemon.relabel.RelabelRule;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads lists of relabelling rules. */
final class RelabelSection {
    private static final Map<String, RelabelAction> ACTIONS = Arrays.stream(RelabelAction.values())
            .collect(Collectors.toUnmodifiableMap(RelabelAction::key, Function.identity()));

    private RelabelSection() {}

    /** The rules under {@code key}; wrong ones are reported and left out. */
    static List<RelabelRule> read(MappingReader parent, String key, NameValidation names) {
        var rules = new ArrayList<RelabelRule>();
        for (YamlNode item : parent.items(key)) {
            if (item.isNull()) {
                parent.problems().error(item.at(), "a rule of " + key + " is empty; give at least a regex or a target_label, or remove it");
                continue;
            }
            RelabelRule rule = rule(MappingReader.of(item, key, parent.problems()), names);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static @Nullable RelabelRule rule(MappingReader r, NameValidation names) {
        RelabelAction action = r.parsed("action", text -> ACTIONS.get(text.toLowerCase(Locale.ROOT)),
                "one of " + String.join(", ", ACTIONS.keySet().stream().sorted().toList()), RelabelAction.REPLACE);
        List<String> sources = r.strings("source_labels");
        if (!sources.stream().allMatch(NameValidation.UTF8::allowsLabel)) {
            r.error("source_labels", "source_labels must be non-empty label names");
        }
        var rule = new RelabelRule(sources, r.string("separator", RelabelRule.DEFAULT_SEPARATOR),
                regex(r, "regex"), modulus(r), r.string("target_label", ""),
                r.string("replacement", RelabelRule.DEFAULT_REPLACEMENT), action, names);
        r.finish();
        String problem = rule.validate();
        if (problem != null) {
            r.problems().error(r.at(), "this relabelling rule is not valid: " + problem);
            return null;
        }
        return rule;
    }

    private static long modulus(MappingReader r) {
        return r.integer("modulus", 0, 0, Long.MAX_VALUE);
    }

    private static RelabelRegex regex(MappingReader r, String key) {
        String text = r.string(key);
        if (text == null) {
            return RelabelRegex.DEFAULT;
        }
        try {
            return new RelabelRegex(text);
        } catch (PlumblineException e) {
            r.error(key, e.getMessage());
            return RelabelRegex.DEFAULT;
        }
    }
}
