package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.alertmanager.matcher.Matcher;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.model.LabelMatcher;
import java.util.ArrayList;
import java.util.List;

/** Reads the list of inhibit_rules. */
final class InhibitRules {
    private InhibitRules() {}

    static List<InhibitRule> read(MappingReader root) {
        var rules = new ArrayList<InhibitRule>();
        for (MappingReader r : Reading.mappings(root, "inhibit_rules", "an inhibit rule")) {
            rules.add(new InhibitRule(r.string("name", ""), compiled(r, "source_"), compiled(r, "target_"), equal(r)));
            r.finish();
        }
        return rules;
    }

    private static List<LabelMatcher> compiled(MappingReader r, String prefix) {
        return MatcherLists.read(r, prefix).stream().map(Matcher::compiled).toList();
    }

    private static List<String> equal(MappingReader r) {
        List<YamlNode> items = r.items("equal");
        List<String> names = r.strings("equal");
        for (int i = 0; i < names.size(); i++) {
            if (!NameValidation.UTF8.allowsLabel(names.get(i))) {
                r.problems().error(items.get(i).at(), "invalid label name \"" + names.get(i) + "\" in equal list");
            }
        }
        return names;
    }
}
