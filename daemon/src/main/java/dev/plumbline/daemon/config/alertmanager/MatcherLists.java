package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.alertmanager.matcher.Matcher;
import dev.plumbline.daemon.config.alertmanager.matcher.MatcherParser;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.Scalars;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.LabelMatcher.Type;
import dev.plumbline.model.LabelNames;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;

/** Reads the three ways to write matchers: a list of texts, and the old mappings of equal and of regular expressions. */
final class MatcherLists {
    private MatcherLists() {}

    /** Of the keys {@code prefix + matchers|match|match_re}, sorted. */
    static List<Matcher> read(MappingReader r, String prefix) {
        var found = new ArrayList<Matcher>();
        mapping(r, prefix + "match", Type.EQUAL, found);
        mapping(r, prefix + "match_re", Type.MATCH, found);
        for (YamlNode item : r.items(prefix + "matchers")) {
            String text = Scalars.text(item, "a matcher", r.problems());
            if (text != null) {
                parse(r, item, text, found);
            }
        }
        return found.stream().sorted().toList();
    }

    private static void parse(MappingReader r, YamlNode item, String text, List<Matcher> found) {
        try {
            MatcherParser.Parsed parsed = MatcherParser.parse(text);
            found.addAll(parsed.matchers());
            if (parsed.hint() != null) {
                r.problems().warning(item.at(), parsed.hint());
            }
        } catch (PlumblineException e) {
            r.problems().error(item.at(), "\"" + text + "\" is not a matcher such as severity=\"page\": " + e.getMessage());
        }
    }

    private static void mapping(MappingReader r, String key, Type type, List<Matcher> found) {
        MappingReader m = r.mapping(key);
        for (String name : m.keys()) {
            if (!LabelNames.isLegacy(name)) {
                r.problems().error(m.keyAt(name), "invalid label name \"" + name + "\": " + key + " takes ASCII letters, digits and _; "
                        + "for other names write " + prefix(key) + "matchers");
                continue;
            }
            String value = m.string(name);
            if (value == null && type == Type.MATCH) {
                r.problems().error(m.keyAt(name), "the label " + name + " of " + key + " has no regular expression");
            } else {
                add(m, name, type, value == null ? "" : value, found);
            }
        }
    }

    private static String prefix(String key) {
        return key.substring(0, key.indexOf("match"));
    }

    /** The old way shows its anchors wherever the matcher is printed, group keys included. */
    private static void add(MappingReader m, String name, Type type, String value, List<Matcher> found) {
        try {
            found.add(new Matcher(name, type, type == Type.MATCH ? "^(?:" + value + ")$" : value));
        } catch (PlumblineException e) {
            m.error(name, e.getMessage());
        }
    }
}
