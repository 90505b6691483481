package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.canary.Grouping.Group;
import dev.plumbline.analysis.canary.Grouping.Rule;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a policy's {@code groups}: metrics of which any, or all, must be good. */
final class GroupsReader {
    private static final Set<String> KEYS = Set.of("any_of", "all_of");
    private final Fields policy;
    private final Notes notes;
    private final Set<String> grouped = new HashSet<>();

    GroupsReader(Fields policy, Notes notes) {
        this.policy = policy;
        this.notes = notes;
    }

    /** @param metrics names of those that there are */
    List<Group> read(List<String> metrics) {
        var groups = new ArrayList<Group>();
        if (policy.has("groups")) {
            for (YamlNode node : policy.requiredList("groups")) {
                Fields.of("a group", node, KEYS, notes).ifPresent(f -> group(f, metrics, groups));
            }
        }
        return groups;
    }

    private void group(Fields f, List<String> metrics, List<Group> groups) {
        if (f.has("any_of") == f.has("all_of")) {
            f.problem("any_of", "a group has either any_of or all_of, a list of metrics");
            return;
        }
        String key = f.has("any_of") ? "any_of" : "all_of";
        var members = new ArrayList<String>();
        for (YamlNode node : f.requiredList(key)) {
            if (!(node instanceof YamlNode.Scalar name) || !metrics.contains(name.text())) {
                notes.problem(Notes.Place.of(node), "there is no such metric in this policy; there are " + String.join(", ", metrics));
            } else if (!grouped.add(name.text())) {
                notes.problem(Notes.Place.of(node), "metric \"" + name.text() + "\" is in a group already");
            } else {
                members.add(name.text());
            }
        }
        if (!members.isEmpty()) {
            groups.add(new Group(key.equals("any_of") ? Rule.ANY : Rule.ALL, members));
        }
    }
}
