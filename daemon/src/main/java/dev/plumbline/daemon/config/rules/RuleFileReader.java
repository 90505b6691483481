package dev.plumbline.daemon.config.rules;

import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Position;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.SourceText;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.rules.Rule;
import dev.plumbline.rules.RuleGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one file: its groups, and what must hold between them. Used once. */
final class RuleFileReader {
    private final String file;
    private final String text;
    private final RuleFiles.Defaults defaults;
    private final Problems problems;
    private final SourceText source;
    private final List<RuleGroup> groups = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Identity, Position> seen = new HashMap<>();

    RuleFileReader(String file, String text, RuleFiles.Defaults defaults, Problems problems) {
        this.file = file;
        this.text = text;
        this.defaults = defaults;
        this.problems = problems;
        this.source = new SourceText(text);
    }

    /** What makes two rules duplicates of each other. */
    private record Identity(Class<?> kind, String name, Map<String, String> labels) {}

    List<RuleGroup> read() {
        YamlNode node = YamlDocument.parse(file, text, problems);
        if (node == null) {
            return List.of();
        }
        MappingReader root = MappingReader.of(node, "the rule file", problems);
        for (YamlNode item : root.items("groups")) {
            if (item.isNull()) {
                problems.error(item.at(), "an entry of groups is empty; fill or remove it");
            } else {
                group(item);
            }
        }
        root.finish();
        return groups;
    }

    private void group(YamlNode item) {
        String name = MappingReader.of(item, "a group", new Problems()).string("name", "");
        Problems here = name.isEmpty() ? problems : problems.within("group \"" + name + "\": ");
        MappingReader r = MappingReader.of(item, "a group", here);
        if (!(item instanceof YamlNode.Mapping)) {
            return;
        }
        r.string("name");
        if (name.isEmpty()) {
            r.error("name", "a group needs a name");
        } else if (!names.add(name)) {
            r.problems().error(r.at("name"), "the group name is repeated in the same file");
        }
        long interval = r.duration("interval", 0);
        long offset = r.duration("query_offset", defaults.queryOffsetMillis());
        int limit = (int) r.integer("limit", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
        Map<String, String> labels = new RuleTexts(source, r).labels("labels");
        List<Rule> rules = rules(r, name, labels);
        r.finish();
        groups.add(new RuleGroup(name, file, interval == 0 ? defaults.intervalMillis() : interval, offset, limit, rules));
    }

    private List<Rule> rules(MappingReader group, String name, Map<String, String> groupLabels) {
        var rules = new ArrayList<Rule>();
        int n = 0;
        for (YamlNode item : group.items("rules")) {
            n++;
            Problems here = problems.within("group \"" + name + "\", rule " + n + ", \"" + RuleReader.name(item) + "\": ");
            if (item.isNull()) {
                here.error(item.at(), "the rule is empty; fill or remove it");
                continue;
            }
            MappingReader r = MappingReader.of(item, "a rule", here);
            if (item instanceof YamlNode.Mapping) {
                new RuleReader(r, source, defaults.options()).read(groupLabels).ifPresent(rule -> {
                    rules.add(rule);
                    lint(r, rule);
                });
            }
        }
        return rules;
    }

    private void lint(MappingReader r, Rule rule) {
        Position earlier = seen.putIfAbsent(new Identity(rule.getClass(), rule.name(), rule.labels()), r.at());
        if (earlier != null) {
            r.problems().warning(r.at(), "duplicate rule: there is one of the same name and labels in line " + earlier.line()
                    + (rule instanceof Rule.RecordingRule ? "; both would write the same series" : "; their alerts could not be told apart"));
        }
    }
}
