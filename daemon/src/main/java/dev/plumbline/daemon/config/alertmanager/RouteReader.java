package dev.plumbline.daemon.config.alertmanager;

import dev.plumbline.daemon.config.alertmanager.Route.Grouping;
import dev.plumbline.daemon.config.alertmanager.matcher.Matcher;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.daemon.relabel.NameValidation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the routing tree. Nodes are nested at most as deep as YAML may be. */
final class RouteReader {
    private static final Route NO_PARENT = new Route("", "", new Grouping(List.of(), false), List.of(), false, Map.of(), 30_000,
            300_000, 14_400_000, List.of(), List.of(), List.of());
    private final Set<String> receivers;
    private final Set<String> intervals;
    private final TemplateTexts texts;

    /** For a file with the given names of receivers and time intervals; the values of labels are noted as templates. */
    RouteReader(Set<String> receivers, Set<String> intervals, TemplateTexts texts) {
        this.texts = texts;
        this.receivers = receivers;
        this.intervals = intervals;
    }

    Route read(MappingReader root) {
        if (!root.has("route")) {
            root.error("route", "no route provided in config: a route with a receiver is required");
            return NO_PARENT;
        }
        MappingReader r = root.mapping("route");
        if (r.string("receiver", "").isEmpty()) {
            r.error("receiver", "root route must specify a default receiver");
        }
        if (!MatcherLists.read(r, "").isEmpty()) {
            String key = r.has("matchers") ? "matchers" : r.has("match") ? "match" : "match_re";
            r.problems().error(r.keyAt(key), "root route must not have any matchers: it takes every alert");
        }
        notAtTheRoot(r, "mute_time_intervals", "root route must not have any mute time intervals");
        notAtTheRoot(r, "active_time_intervals", "root route must not have any active time intervals");
        if (r.bool("continue", false)) {
            r.error("continue", "cannot have continue in root route");
        }
        return node(r, NO_PARENT);
    }

    private static void notAtTheRoot(MappingReader r, String key, String message) {
        if (!r.items(key).isEmpty()) {
            r.problems().error(r.keyAt(key), message);
        }
    }

    private Route node(MappingReader r, Route parent) {
        List<Matcher> matchers = MatcherLists.read(r, "");
        String key = (parent == NO_PARENT ? "" : parent.key() + "/") + Matcher.toString(matchers);
        Map<String, String> labels = new LinkedHashMap<>(parent.labels());
        labels.putAll(labels(r));
        MappingReader own = r.mapping("labels");
        own.keys().forEach(name -> texts.add(own.node(name)));
        var node = new Route(key, receiver(r, parent), grouping(r, parent.grouping()),
                matchers.stream().map(Matcher::compiled).toList(), r.bool("continue", false), labels,
                r.duration("group_wait", parent.groupWaitMillis()),
                positive(r, "group_interval", parent.groupIntervalMillis()),
                positive(r, "repeat_interval", parent.repeatIntervalMillis()),
                intervals(r, "mute_time_intervals"), intervals(r, "active_time_intervals"), List.of());
        var children = new ArrayList<Route>();
        Reading.mappings(r, "routes", "a route").forEach(child -> children.add(node(child, node)));
        r.finish();
        return node.with(children);
    }

    private String receiver(MappingReader r, Route parent) {
        String name = r.string("receiver", "");
        if (!name.isEmpty() && !receivers.contains(name)) {
            r.error("receiver", "undefined receiver \"" + name + "\" used in route");
        }
        return name.isEmpty() ? parent.receiver() : name;
    }

    private static long positive(MappingReader r, String key, long absent) {
        long millis = r.duration(key, absent);
        if (millis == 0) {
            r.error(key, key + " cannot be zero");
            return absent;
        }
        return millis;
    }

    /** An empty list is a list: it overrides the parent's. */
    private static Grouping grouping(MappingReader r, Grouping parent) {
        if (!r.has("group_by")) {
            return parent;
        }
        List<YamlNode> items = r.items("group_by");
        List<String> names = r.strings("group_by");
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                r.problems().error(items.get(i).at(), "duplicated label \"" + names.get(i) + "\" in group_by");
            } else if (!NameValidation.UTF8.allowsLabel(names.get(i))) {
                r.problems().error(items.get(i).at(), "invalid label name \"" + names.get(i) + "\" in group_by list");
            }
        }
        boolean all = names.contains("...");
        if (all && names.size() > 1) {
            r.error("group_by", "cannot have wildcard group_by (`...`) and other labels at the same time");
        }
        return new Grouping(all ? List.of() : names.stream().distinct().sorted().toList(), all);
    }

    private List<String> intervals(MappingReader r, String key) {
        List<YamlNode> items = r.items(key);
        List<String> names = r.strings(key);
        for (int i = 0; i < names.size(); i++) {
            if (!intervals.contains(names.get(i))) {
                r.problems().error(items.get(i).at(), "undefined time interval \"" + names.get(i) + "\" used in route");
            }
        }
        return names;
    }

    /** The mapping under the key labels; names that cannot be labels are reported. */
    static Map<String, String> labels(MappingReader r) {
        MappingReader l = r.mapping("labels");
        Map<String, String> labels = r.stringMap("labels");
        for (String name : labels.keySet()) {
            if (!NameValidation.UTF8.allowsLabel(name)) {
                r.problems().error(l.keyAt(name), "\"" + name + "\" is not a valid label name");
            }
        }
        return labels;
    }
}
